/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Snapshots: struct sim, and the used part of each fibre's stack. Pointers into them stay
 * valid because both are restored at the same addresses.
 */
#include "snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "sim.h"

/* A snapshot in @memory: its parts one after the other, then its size. */
static char *memory;
static size_t used, room;

static void reserve(size_t bytes)
{
	while (used + bytes > room) {
		room = room ? room * 2 : 1 << 20;
		memory = realloc(memory, room);
		if (!memory) {
			fprintf(stderr, "no memory for snapshots\n");
			exit(3);
		}
	}
}

static void put(const void *bytes, size_t size)
{
	reserve(size);
	memcpy(memory + used, bytes, size);
	used += size;
}

static size_t stack_size(const struct sim_fibre *fibre)
{
	return (size_t)(fibre->stack + SIM_STACK_BYTES - fibre->low);
}

void snapshot_push(struct sim_fibre *fibre)
{
	size_t start = used, size;

	put(&sim, sizeof(sim));
	for (unsigned int number = 0; number < SIM_TASKS + KMAP_CPUS_MAX; number++)
		put(sim.task[number].fibre.low, stack_size(&sim.task[number].fibre));
	put(&fibre, sizeof(fibre));
	size = used - start;
	put(&size, sizeof(size));
}

static size_t newest_size(void)
{
	size_t size;

	memcpy(&size, memory + used - sizeof(size), sizeof(size));
	return size;
}

static const char *get(void *bytes, const char *from, size_t size)
{
	memcpy(bytes, from, size);
	return from + size;
}

struct sim_fibre *snapshot_restore(void)
{
	const char *from = memory + used - sizeof(size_t) - newest_size();
	struct sim_fibre *fibre;

	from = get(&sim, from, sizeof(sim));
	for (unsigned int number = 0; number < SIM_TASKS + KMAP_CPUS_MAX; number++)
		from = get(sim.task[number].fibre.low, from, stack_size(&sim.task[number].fibre));
	get(&fibre, from, sizeof(fibre));
	return fibre;
}

void snapshot_pop(void)
{
	used -= newest_size() + sizeof(size_t);
}

static uint64_t add_bytes(uint64_t digest, const void *bytes, size_t size)
{
	uint64_t word;

	for (size_t at = 0; at + sizeof(word) <= size; at += sizeof(word)) {
		memcpy(&word, (const char *)bytes + at, sizeof(word));
		digest = digest_add(digest, word);
	}
	return digest;
}

uint64_t snapshot_stacks(void)
{
	uint64_t digest = 0;

	for (unsigned int number = 0; number < SIM_TASKS + KMAP_CPUS_MAX; number++) {
		const struct sim_fibre *fibre = &sim.task[number].fibre;

		digest = add_bytes(digest, fibre->low + SIM_BELOW_FRAME,
				   stack_size(fibre) - SIM_BELOW_FRAME);
		digest = add_bytes(digest, &fibre->context, sizeof(fibre->context));
	}
	return digest;
}

static uint64_t add_pte(uint64_t digest, struct kmap_pte pte)
{
	return digest_add(digest, (uint64_t)pte.high << 32 | pte.low);
}

/* Digests of parts do not wait for each other: the processor computes some at a time. */
static uint64_t context_digest(const struct sim_context *context)
{
	uint64_t digest = digest_add(context->history, context->holds);

	for (unsigned int nr = 0; nr < context->holds; nr++)
		digest = digest_add(digest, (uintptr_t)context->hold[nr].address +
						    context->hold[nr].frame[0]);
	return digest;
}

static uint64_t task_digest(const struct sim_task *task)
{
	const struct kmap_ctrl *ctrl = &task->kmap;
	uint64_t digest = (uint64_t)ctrl->used << 32 | ctrl->joined;

	digest = digest_add(digest, (uint64_t)ctrl->single_end << 32 | task->left);
	digest = digest_add(digest, (uint64_t)task->pins << 32 | task->preempt);
	digest = digest_add(digest, (uint64_t)task->state << 32 | task->cpu);
	digest = digest_add(digest, (uint64_t)task->window << 32 | sim_arrived(ctrl));
	/* Where windows are the tasks', this points to the PTEs. */
	for (unsigned int slot = 0; !KMAP_WINDOW_TASK && slot < KMAP_WINDOW_SLOTS; slot++)
		digest = add_pte(digest, ctrl->pteval[slot]);
	for (unsigned int level = 0; level <= SIM_IRQ_DEPTH; level++)
		digest = digest_add(digest, context_digest(&task->context[level]));
	return digest;
}

static uint64_t window_digest(const struct sim_window *window)
{
	uint64_t digest =
		(uint64_t)window->kmap.counters.mask_max << 32 | window->kmap.counters.depth_max;

	digest = digest_add(digest, sim_touched(window));
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		digest = add_pte(digest, window->pte[slot]);
	return digest;
}

static uint64_t tlb_digest(const struct sim_cpu *cpu)
{
	const struct sim_entry *entry = cpu->tlb[0];
	uint64_t digest = 0;

	for (size_t i = 0; i < sizeof(cpu->tlb) / sizeof(*entry); i++, entry++)
		digest = entry->valid && !entry->mixed ? add_pte(digest, entry->pte)
						       : digest_add(digest, 1 + entry->mixed);
	return digest;
}

static uint64_t cpu_digest(const struct sim_cpu *cpu)
{
	unsigned int flags = cpu->switching | cpu->must_switch << 1 | cpu->arriving << 2 |
			     cpu->offline << 3 | cpu->irq_depth << 4;
	uint64_t digest = (uint64_t)cpu->current->number << 32 | flags;

	digest = digest_add(digest, cpu->history);
	if (cpu->switching)
		digest = digest_add(digest,
				    (uint64_t)cpu->leaving->number << 32 | cpu->coming->number);
	return digest_add(digest, tlb_digest(cpu));
}

uint64_t snapshot_digest(void)
{
	uint64_t digest = (uint64_t)sim.executing << 32 | sim.irqs_left;

	digest = digest_add(digest, sim.unplugs_left);
	for (unsigned int number = 0; number < sim_param.cpus; number++)
		digest = digest_add(digest, cpu_digest(&sim.cpu[number]));
	for (unsigned int nr = 0; nr < (KMAP_WINDOW_TASK ? SIM_WINDOWS : sim_param.cpus); nr++)
		digest = digest_add(digest, window_digest(&sim.window[nr]));
	for (unsigned int number = 0; number < sim_param.tasks; number++)
		digest = digest_add(digest, task_digest(&sim.task[number]));
	for (unsigned int number = 0; number < sim_param.cpus; number++)
		digest = digest_add(digest, task_digest(&sim.task[SIM_TASKS + number]));
	return digest;
}
