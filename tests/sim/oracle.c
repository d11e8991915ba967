/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference and the checks.
 */
#include "oracle.h"

#include <kmap/kmap.h>

#include "machine.h"

static bool agree(struct kmap_pte a, struct kmap_pte b)
{
	return a.low == b.low && (a.high == b.high || sim_param.words == 1);
}

static uint32_t owned_slots(const struct sim_cpu *cpu)
{
	uint32_t owned = cpu->current->kmap.used;

	if (cpu->switching)
		owned |= cpu->leaving->kmap.used | cpu->coming->kmap.used;
	return owned;
}

/* No PTE without an owner. */
static void check_ptes(const struct sim_window *window, uint32_t owned)
{
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		if (!kmap_arch_pte_is_none(sim_slot_pte(window, slot)) && !(owned >> slot & 1))
			sim_fail("slot %u has a PTE and no owner", slot);
}

/* No TLB entry without an owner, and none that is stale. */
static void check_tlb(struct sim_cpu *cpu, const struct sim_window *window, uint32_t owned)
{
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++) {
		const struct sim_entry *entry = sim_slot_entry(cpu, window, slot);
		struct kmap_pte pte = sim_slot_pte(window, slot);
		bool mapped = !kmap_arch_pte_is_none(pte);

		if (entry->valid && !(owned >> slot & 1))
			sim_fail("slot %u has a TLB entry and no owner", slot);
		if (entry->valid && mapped && (entry->mixed || !agree(entry->pte, pte)))
			sim_fail("slot %u has a stale TLB entry", slot);
	}
}

/*
 * The window of the executing CPU, or those of the tasks on it. There, what the TLB has of a
 * task's window matters only while that task is there and has arrived.
 */
static void check_windows(struct sim_cpu *cpu)
{
	const struct sim_task *task = cpu->current;

	if (!KMAP_WINDOW_TASK) {
		check_ptes(sim_window_on(cpu), owned_slots(cpu));
		check_tlb(cpu, sim_window_on(cpu), owned_slots(cpu));
		return;
	}
	check_ptes(sim_window_on(cpu), task->kmap.used);
	if (!cpu->arriving)
		check_tlb(cpu, sim_window_on(cpu), task->kmap.used);
	if (!cpu->switching)
		return;
	check_ptes(&sim.window[cpu->leaving->window], cpu->leaving->kmap.used);
	check_ptes(&sim.window[cpu->coming->window], cpu->coming->kmap.used);
}

static void check_hold(const struct sim_cpu *cpu, const struct sim_hold *hold)
{
	for (unsigned int page = 0; hold->kind == SIM_SLOTS && page < hold->pages; page++) {
		uintptr_t slot = sim_slot_of(cpu, hold->address) + page;
		struct kmap_pte expected =
			kmap_arch_pte_make(sim_frame_pfn(hold->frame[page]), hold->prot);

		if (slot >= KMAP_WINDOW_SLOTS)
			sim_fail("the task runs where its mapping is not");
		if (!agree(sim_slot_pte(sim_window_on(cpu), (unsigned int)slot), expected))
			sim_fail("the mapping in slot %u does not lead to its frame",
				 (unsigned int)slot);
	}
}

void oracle_check_step(void)
{
	struct sim_cpu *cpu = sim_this_cpu();
	const struct sim_task *task = cpu->current;

	check_windows(cpu);
	if (sim_param.window == SIM_WINDOW_PER_CPU && task->kmap.used && !task->pins)
		sim_fail("slots %#x are in use without a pin", task->kmap.used);
	for (unsigned int level = 0; !cpu->switching && level <= cpu->irq_depth; level++)
		for (unsigned int number = 0; number < task->context[level].holds; number++)
			check_hold(cpu, &task->context[level].hold[number]);
}

unsigned int oracle_switch_most(const struct sim_task *prev, const struct sim_task *next)
{
	if (sim_param.window != SIM_WINDOW_TASK)
		return kmap_mask_count(prev->kmap.used);
	return next->cpu == sim.executing ? 0
					  : kmap_mask_count(sim_touched(&sim.window[next->window]));
}

void oracle_check_switch(unsigned int most)
{
	const struct sim_cpu *cpu = sim_this_cpu();

	if (!sim_param.set_maps && cpu->invalidations > most)
		sim_fail("a switch invalidates %u times instead of %u", cpu->invalidations, most);
}

void oracle_check_between(void)
{
	const struct sim_task *task = sim_current();
	unsigned int slots = 0, pins = 0, atomic = 0;

	for (unsigned int level = 0; level <= sim_this_cpu()->irq_depth; level++)
		for (unsigned int nr = 0; nr < task->context[level].holds; nr++) {
			const struct sim_hold *hold = &task->context[level].hold[nr];

			atomic += hold->atomic;
			if (hold->kind == SIM_SLOTS)
				slots += hold->pages + KMAP_GUARD, pins++;
		}
	if (sim_this_cpu()->irq_depth || sim_this_cpu()->switching)
		return; /* what is below may be in the middle of an operation */
	if (kmap_mask_count(task->kmap.used) != slots)
		sim_fail("the mask is %#x with %u slots held", task->kmap.used, slots);
	if (sim_param.window == SIM_WINDOW_PER_CPU && task->pins != pins)
		sim_fail("%u pins with %u mappings held", task->pins, pins);
	if (task->preempt != atomic || task->pagefault != atomic)
		sim_fail("preemption is off %u times for %u mappings", task->preempt, atomic);
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		if (!(task->kmap.used >> slot & 1) &&
		    !kmap_arch_pte_is_none(task->kmap.pteval[slot]))
			sim_fail("free slot %u has a saved PTE", slot);
}

void oracle_check_rest(void)
{
	oracle_check_between();
	if (sim_this_context()->holds || sim_current()->kmap.used)
		sim_fail("the task holds slots %#x at its end", sim_current()->kmap.used);
}

static void check_persistent_end(void)
{
	for (uint32_t slot = 0; slot < KMAP_PERSISTENT_PAGES; slot++)
		if ((kmap_persistent_table[slot].count & KMAP_PERSISTENT_COUNT_MASK) > 1)
			sim_fail("page %u of the persistent window is in use at the end", slot);
}

/* What is only in the cache reaches memory, in whatever order lines are replaced. */
static void check_memory(void)
{
	cache_empty(&sim.cache);
	for (unsigned int frame = 0; frame < SIM_FRAMES; frame++)
		if (sim.page[frame].content != sim.page[frame].expected)
			sim_fail("frame %u has %#x instead of %#x at the end", frame,
				 sim.page[frame].content, sim.page[frame].expected);
}

void oracle_check_end(void)
{
	for (unsigned int number = 0; number < sim_param.cpus; number++) {
		sim.executing = number;
		check_windows(sim_this_cpu());
		if (sim_current()->kmap.used)
			sim_fail("an idle CPU has slots %#x in use", sim_current()->kmap.used);
	}
	for (unsigned int number = 0; KMAP_WINDOW_TASK && number < SIM_WINDOWS; number++)
		check_ptes(&sim.window[number], 0);
	check_persistent_end();
	check_memory();
}

void oracle_begin(uint64_t operation, bool local)
{
	struct sim_context *context = sim_this_context();

	context->history = operation;
	context->invalidations = 0;
	context->local = local;
	sim.operations++;
}

void oracle_end(unsigned int invalidations)
{
	struct sim_context *context = sim_this_context();

	if (context->local && !sim_param.set_maps && context->invalidations > invalidations)
		sim_fail("%u local invalidations instead of %u", context->invalidations,
			 invalidations);
	context->history = 0;
	context->invalidations = 0;
	context->local = false;
	oracle_check_between();
}

static bool overlap(const struct sim_hold *a, const struct sim_hold *b)
{
	return a->kind == SIM_SLOTS && b->kind == SIM_SLOTS &&
	       a->address < b->address + b->pages * KMAP_PAGE_SIZE &&
	       b->address < a->address + a->pages * KMAP_PAGE_SIZE;
}

static void check_new(const struct sim_hold *hold)
{
	const struct sim_task *task = sim_current();

	if (hold->kind == SIM_SLOTS &&
	    sim_slot_of(sim_this_cpu(), hold->address) + hold->pages + KMAP_GUARD >
		    KMAP_WINDOW_SLOTS)
		sim_fail("map returns %p, which is not in this window", hold->address);
	if (SIM_COLOURS > 1 && hold->kind != SIM_DIRECT &&
	    ((uintptr_t)hold->address >> KMAP_ARCH_PAGE_SHIFT) % SIM_COLOURS !=
		    hold->frame[0] % SIM_COLOURS)
		sim_fail("frame %u is mapped at an address of another colour", hold->frame[0]);
	for (unsigned int level = 0; level <= sim_this_cpu()->irq_depth; level++)
		for (unsigned int nr = 0; nr < task->context[level].holds; nr++)
			if (overlap(hold, &task->context[level].hold[nr]))
				sim_fail("a slot has two owners: %p", hold->address);
}

void oracle_add(const struct sim_hold *hold)
{
	struct sim_context *context = sim_this_context();

	check_new(hold);
	context->hold[context->holds++] = *hold;
	oracle_read(hold);
}

struct sim_hold oracle_remove(unsigned int number)
{
	struct sim_context *context = sim_this_context();
	struct sim_hold hold = context->hold[number];

	context->holds--;
	for (unsigned int nr = number; nr < context->holds; nr++)
		context->hold[nr] = context->hold[nr + 1];
	return hold;
}

void oracle_read(const struct sim_hold *hold)
{
	for (unsigned int page = 0; page < hold->pages; page++) {
		uint32_t found = sim_read(hold->address + page * KMAP_PAGE_SIZE);
		uint32_t expected = sim.page[hold->frame[page]].expected;

		if (found != expected)
			sim_fail("%p shows %#x instead of %#x", hold->address, found, expected);
	}
}

void oracle_write(const struct sim_hold *hold, unsigned int page, uint32_t value)
{
	sim.page[hold->frame[page]].expected = value;
	sim_write(hold->address + page * KMAP_PAGE_SIZE, value);
}
