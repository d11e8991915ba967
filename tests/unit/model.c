/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference model.
 */
#include <string.h>

#include "model.h"
#include "unit.h"

struct model_task model_tasks[FAKE_TASKS];
static unsigned int fresh;

struct model_task *model_current(void)
{
	return &model_tasks[fake_current()->number];
}

unsigned long model_fresh_pfn(void)
{
	fresh = (fresh + 1) % FAKE_HIGH_FRAMES;
	return fake_pfn(FAKE_DIRECT_FRAMES + fresh);
}

static void page_verify(const void *address, unsigned long expected)
{
	unsigned long pfn = fake_translate(address);

	if (pfn == FAKE_FAULT)
		fake_fail("CPU %u: access to %p faults", fake_cpu_number, address);
	if (pfn != expected)
		fake_fail("CPU %u: %p shows frame %#lx, must be %#lx", fake_cpu_number, address,
			  pfn, expected);
}

static void hold_verify(const struct model_hold *hold)
{
	for (unsigned int page = 0; page < hold->pages; page++)
		page_verify((const char *)hold->address + page * KMAP_PAGE_SIZE, hold->pfn[page]);
}

/* Map @hold, as one page or as several, and check it. */
static void hold_map(struct model_hold *hold, bool range)
{
	for (unsigned int page = 0; page < hold->pages; page++)
		hold->pfn[page] = model_fresh_pfn();
	hold->address =
		range ? kmap_local_pfns(hold->pfn, hold->pages) : kmap_local_pfn(hold->pfn[0]);
	if (!hold->address)
		fake_fail("map of %u pages gives NULL though there is room", hold->pages);
	hold_verify(hold);
}

static const void *task_map(unsigned int pages, bool range)
{
	struct model_hold hold = { .pages = pages };
	struct model_task *task;

	hold_map(&hold, range);
	task = model_current();
	task->hold[task->count++] = hold;
	return hold.address;
}

const void *model_map(void)
{
	return task_map(1, false);
}

const void *model_map_range(unsigned int pages)
{
	return task_map(pages, true);
}

void model_unmap(unsigned int nr, uintptr_t offset)
{
	struct model_task *task = model_current();
	const void *address = task->hold[nr].address;

	hold_verify(&task->hold[nr]);
	task->count--;
	memmove(&task->hold[nr], &task->hold[nr + 1], (task->count - nr) * sizeof(task->hold[0]));
	kunmap_local((const char *)address + offset);
}

void model_unmap_together(unsigned int count)
{
	struct model_task *task = model_current();
	const void *addresses[KMAP_SLOTS];

	for (unsigned int nr = 0; nr < count; nr++) {
		const struct model_hold *hold = &task->hold[nr];

		hold_verify(hold);
		/* Any byte of it will do. */
		addresses[nr] = (const char *)hold->address + hold->pages * KMAP_PAGE_SIZE - 1;
	}
	task->count -= count;
	memmove(&task->hold[0], &task->hold[count], task->count * sizeof(task->hold[0]));
	kunmap_local_all(addresses, count);
}

void model_unmap_all(void)
{
	while (model_current()->count)
		model_unmap(model_current()->count - 1, 0);
}

void model_hold(unsigned int count)
{
	while (model_current()->count > count)
		model_unmap(0, 0);
	while (model_current()->count < count)
		model_map();
}

/* The length of the run of free slots that begins at @slot. */
static unsigned int free_run(unsigned int slot)
{
	unsigned int length = 0;

	while (slot + length < KMAP_WINDOW_SLOTS &&
	       !(fake_current()->kmap.used >> (slot + length) & 1))
		length++;
	return length;
}

unsigned int model_free(void)
{
	unsigned int count = 0;

	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot += free_run(slot) + 1)
		count += free_run(slot) >> KMAP_GUARD;
	return count;
}

unsigned int model_room(void)
{
	unsigned int length = 0;

	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		if (free_run(slot) > length)
			length = free_run(slot);
	if (length < 1 + KMAP_GUARD)
		return 0;
	length -= KMAP_GUARD;
	return length < KMAP_SLOTS ? length : KMAP_SLOTS;
}

void model_verify(void)
{
	const struct model_task *task = model_current();

	for (unsigned int nr = 0; nr < task->count; nr++)
		hold_verify(&task->hold[nr]);
}

/* The slots of a task according to the model. */
struct slots {
	uint32_t used, joined, mapped, single_end;
};

static void slots_add(struct slots *slots, const struct model_hold *hold)
{
	unsigned int start = kmap_where(hold->address).slot;

	for (unsigned int page = 0; page < hold->pages + KMAP_GUARD; page++) {
		slots->used |= 1u << (start + page);
		slots->joined |= page ? 1u << (start + page) : 0;
		slots->mapped |= page < hold->pages ? 1u << (start + page) : 0;
	}
	if (hold->pages + KMAP_GUARD > 1 && start < slots->single_end)
		slots->single_end = start;
}

static void task_check(const struct fake_task *task)
{
	const struct model_task *model = &model_tasks[task->number];
	const struct kmap_ctrl *ctrl = &task->kmap;
	struct slots slots = { .single_end = KMAP_WINDOW_SLOTS };

	for (unsigned int nr = 0; nr < model->count; nr++)
		slots_add(&slots, &model->hold[nr]);
	if (ctrl->used != slots.used || kmap_held(ctrl) != model->count)
		fake_fail("task %u: mask %#x, %u mappings", task->number, ctrl->used, model->count);
	if (ctrl->joined != slots.joined || ctrl->single_end != slots.single_end)
		fake_fail("task %u: %#x joined, singles end at %u", task->number, ctrl->joined,
			  ctrl->single_end);
	if (task->pins != MODEL_PINS(model->count))
		fake_fail("task %u: %u pins, %u mappings", task->number, task->pins, model->count);
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++)
		if ((slots.mapped >> nr & 1) == !!kmap_arch_pte_is_none(ctrl->pteval[nr]))
			fake_fail("task %u: saved PTE of slot %u", task->number, nr);
}

/* Compare a slot of the executing CPU with the state of the current task. */
static void slot_check(unsigned int nr)
{
	const struct kmap_ctrl *ctrl = &fake_current()->kmap;
	uintptr_t address = kmap_window_slot_address(fake_window_number(), nr);
	struct kmap_pte pte = *fake_window_pte(address);

	if (!kmap_arch_pte_is_none(ctrl->pteval[nr])) {
		if (memcmp(&pte, &ctrl->pteval[nr], sizeof(pte)))
			fake_fail("slot %u: its PTE is not the saved one", nr);
		return;
	}
	/* Free, as task_check() has checked, or a guard. */
	if (!kmap_arch_pte_is_none(pte))
		fake_fail("free slot %u has a valid PTE", nr);
	if (fake_tlb_holds(fake_cpu_number, address))
		fake_fail("free slot %u is in the TLB", nr);
}

/* Where KMAP_WINDOW is task: the CPU that a task came to last has nothing in its TLB that is not mapped. */
static void tlb_check(const struct fake_task *task)
{
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++) {
		uintptr_t address = kmap_window_slot_address(FAKE_WINDOW_OF(task->number), nr);

		if (kmap_arch_pte_is_none(task->kmap.pteval[nr]) &&
		    fake_tlb_holds(task->cpu, address))
			fake_fail("task %u: free slot %u is in the TLB of CPU %u", task->number, nr,
				  task->cpu);
	}
}

void model_check(void)
{
	for (unsigned int number = 0; number < FAKE_TASKS; number++) {
		task_check(&fake_tasks[number]);
		if (KMAP_WINDOW_TASK && fake_has_arrived(&fake_tasks[number]))
			tlb_check(&fake_tasks[number]);
	}
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++)
		slot_check(nr);
	model_verify();
}

void model_switch(struct fake_task *next)
{
	fake_switch(next);
	model_verify();
}

void model_finish(void)
{
	struct fake_task *back = fake_current();

	for (unsigned int number = 0; number < FAKE_TASKS; number++) {
		struct fake_task *task = &fake_tasks[number];

		if (!model_tasks[number].count || task->cpu != fake_cpu_number)
			continue;
		if (task != fake_current())
			model_switch(task);
		model_unmap_all();
	}
	if (fake_current() != back)
		model_switch(back);
	model_check();
}

/* A handler: @count mappings of one page, and with @range one of several pages. */
static void handler(unsigned int count, bool range)
{
	struct model_hold holds[KMAP_SLOTS + 1];
	unsigned int held = 0;

	while (held < count) {
		holds[held].pages = 1;
		hold_map(&holds[held++], false);
	}
	if (range && model_room()) {
		holds[held].pages = model_room();
		hold_map(&holds[held++], true);
	}
	for (unsigned int nr = 0; nr < held; nr++) {
		hold_verify(&holds[nr]);
		kunmap_local(holds[nr].address);
	}
}

static void interrupt(unsigned int count, bool range)
{
	struct kmap_irq_state held;
	unsigned int free;

	if (fake_this_cpu()->irqs_off)
		return;
	held = kmap_irq_enter();
	free = model_free();
	fake_this_cpu()->irq_depth++;
	handler(count < free ? count : free, range);
	kmap_irq_exit(held);
	fake_this_cpu()->irq_depth--;
}

void model_interrupt(unsigned int count)
{
	interrupt(count, false);
}

void model_interrupt_range(void)
{
	interrupt(1, true);
}

/* When a PTE is set, map another page, once: not again for the inner map. */
static void set_hook(void)
{
	if (!model_free() || fake_order != FAKE_CURRENT_BETWEEN)
		return;
	fake_set_hook = NULL;
	handler(1, false);
	fake_set_hook = set_hook;
}

void model_reset(void)
{
	fake_host_reset();
	memset(model_tasks, 0, sizeof(model_tasks));
	if (FAKE_SET_MAPS)
		fake_set_hook = set_hook;
}
