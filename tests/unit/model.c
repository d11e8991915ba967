/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference model and the fixture of all unit tests.
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

static void hold_verify(const struct model_hold *hold)
{
	unsigned long pfn = fake_translate(hold->address);

	if (pfn == FAKE_FAULT)
		fake_fail("CPU %u: access to %p faults", fake_cpu_number, hold->address);
	if (pfn != hold->pfn)
		fake_fail("CPU %u: %p shows frame %#lx, must be %#lx", fake_cpu_number,
			  hold->address, pfn, hold->pfn);
}

const void *model_map(void)
{
	unsigned long pfn = model_fresh_pfn();
	const void *address = kmap_local_pfn(pfn);
	struct model_task *task = model_current();
	struct model_hold hold = { address, pfn };

	if (!address)
		fake_fail("map gives NULL though a slot is free");
	hold_verify(&hold);
	task->hold[task->count++] = hold;
	return address;
}

void model_unmap(unsigned int nr, unsigned int offset)
{
	struct model_task *task = model_current();
	const void *address = task->hold[nr].address;

	hold_verify(&task->hold[nr]);
	task->count--;
	memmove(&task->hold[nr], &task->hold[nr + 1], (task->count - nr) * sizeof(task->hold[0]));
	kunmap_local((const char *)address + offset);
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

unsigned int model_free(void)
{
	return KMAP_SLOTS - kmap_held(&fake_current()->kmap);
}

void model_verify(void)
{
	const struct model_task *task = model_current();

	for (unsigned int nr = 0; nr < task->count; nr++)
		hold_verify(&task->hold[nr]);
}

/* The bits of the slots that the model says a task has. */
static uint32_t model_used(unsigned int number)
{
	uint32_t used = 0;

	for (unsigned int nr = 0; nr < model_tasks[number].count; nr++)
		used |= 1u << kmap_where(model_tasks[number].hold[nr].address).slot;
	return used;
}

static void task_check(const struct fake_task *task)
{
	unsigned int count = model_tasks[task->number].count;

	if (task->kmap.used != model_used(task->number) || kmap_held(&task->kmap) != count)
		fake_fail("task %u: mask %#x, %u mappings", task->number, task->kmap.used, count);
	if (task->pins != count)
		fake_fail("task %u: %u pins, %u mappings", task->number, task->pins, count);
	for (unsigned int nr = 0; nr < KMAP_SLOTS; nr++)
		if ((task->kmap.used >> nr & 1) == !!kmap_arch_pte_is_none(task->kmap.pteval[nr]))
			fake_fail("task %u: saved PTE of slot %u", task->number, nr);
}

/* One slot of the executing CPU against the state of its current task. */
static void slot_check(unsigned int nr)
{
	const struct kmap_ctrl *ctrl = &fake_current()->kmap;
	uintptr_t address = kmap_window_slot_address(fake_cpu_number, nr);
	struct kmap_pte pte = *fake_window_pte(address);

	if (ctrl->used >> nr & 1) {
		if (memcmp(&pte, &ctrl->pteval[nr], sizeof(pte)))
			fake_fail("slot %u: its PTE is not the saved one", nr);
		return;
	}
	if (!kmap_arch_pte_is_none(pte))
		fake_fail("free slot %u has a valid PTE", nr);
	if (fake_tlb_holds(fake_cpu_number, address))
		fake_fail("free slot %u is in the TLB", nr);
}

void model_check(void)
{
	for (unsigned int number = 0; number < FAKE_TASKS; number++)
		task_check(&fake_tasks[number]);
	for (unsigned int nr = 0; nr < KMAP_SLOTS; nr++)
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

/* What a handler does with its pages. */
static void handler(unsigned int count)
{
	struct model_hold holds[KMAP_SLOTS];

	for (unsigned int nr = 0; nr < count; nr++) {
		holds[nr].pfn = model_fresh_pfn();
		holds[nr].address = kmap_local_pfn(holds[nr].pfn);
		hold_verify(&holds[nr]);
	}
	for (unsigned int nr = 0; nr < count; nr++) {
		hold_verify(&holds[nr]);
		kunmap_local(holds[nr].address);
	}
}

void model_interrupt(unsigned int count)
{
	uint32_t used = kmap_irq_enter();
	unsigned int free = model_free();

	fake_this_cpu()->irq_depth++;
	handler(count < free ? count : free);
	kmap_irq_exit(used);
	fake_this_cpu()->irq_depth--;
}

/* Setting a PTE maps another page, once: the inner map does not come here again. */
static void set_hook(void)
{
	if (!model_free() || fake_order != FAKE_CURRENT_BETWEEN)
		return;
	fake_set_hook = NULL;
	handler(1);
	fake_set_hook = set_hook;
}

void model_reset(void)
{
	fake_host_reset();
	memset(model_tasks, 0, sizeof(model_tasks));
	if (FAKE_SET_MAPS)
		fake_set_hook = set_hook;
}

int unit_setup(void **state)
{
	(void)state;
	model_reset();
	return 0;
}

int unit_teardown(void **state)
{
	(void)state;
	fake_steps_reset();
	assert_int_equal(fake_report_count, 0);
	assert_int_equal(fake_valid_ptes(), 0);
	for (unsigned int number = 0; number < FAKE_TASKS; number++) {
		assert_int_equal(fake_tasks[number].kmap.used, 0);
		assert_int_equal(fake_tasks[number].pins, 0);
		assert_int_equal(fake_tasks[number].preempt, 0);
		assert_int_equal(fake_tasks[number].pagefault, 0);
	}
	return 0;
}

int unit_group_end(void **state)
{
	(void)state;
	fake_machine_free();
	return 0;
}
