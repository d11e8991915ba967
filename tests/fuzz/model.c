/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of task-local mappings.
 */
#include <string.h>

#include "model.h"

struct model_task model_tasks[FAKE_TASKS];
uintptr_t model_freed[MODEL_FREED];
static uint32_t balance[FAKE_TASKS];
_Static_assert(FUZZ_CPUS <= FAKE_TASKS, "one for each CPU, or each task");
unsigned long model_pages_removed;

void model_reset(void)
{
	memset(model_tasks, 0, sizeof(model_tasks));
	memset(model_freed, 0, sizeof(model_freed));
	memset(balance, 0, sizeof(balance));
}

/* Where a task takes its mappings along, they are given back on another CPU. */
uint32_t *model_balance(void)
{
	if (KMAP_WINDOW_TASK)
		return &balance[fake_current()->number];
	return &balance[KMAP_WINDOW_PRIVATE ? 0 : fake_cpu_number];
}

struct model_task *model_current(void)
{
	return &model_tasks[fake_current()->number];
}

uint32_t model_run(unsigned int start, unsigned int length)
{
	return (uint32_t)((((uint64_t)1 << length) - 1) << start);
}

uint32_t model_bits(const struct hold *hold)
{
	return model_run(hold->start, hold->pages + KMAP_GUARD);
}

uintptr_t model_slot_address(unsigned int window, unsigned int slot)
{
	return fake_window_base +
	       ((KMAP_WINDOW_PRIVATE ? 0 : window) * KMAP_WINDOW_SLOTS + slot) * KMAP_PAGE_SIZE;
}

static bool colour_fits(uintptr_t address, unsigned long pfn)
{
	return (address / KMAP_PAGE_SIZE - pfn) % KMAP_ARCH_COLOURS == 0;
}

unsigned int model_find(uint32_t used, unsigned int pages, unsigned long pfn)
{
	unsigned int length = pages + KMAP_GUARD, found = NO_ROOM;

	for (unsigned int start = 0; start + length <= KMAP_WINDOW_SLOTS; start++) {
		if (used & model_run(start, length) ||
		    !colour_fits(model_slot_address(fake_window_number(), start), pfn))
			continue;
		found = start;
		/* Single mappings take the lowest slot, longer ones the highest. */
		if (pages == 1)
			break;
	}
	return found;
}

/* The slot of this CPU at an address; KMAP_WINDOW_SLOTS or more if there is none. */
static uintptr_t slot_number(uintptr_t address)
{
	return (address - model_slot_address(fake_window_number(), 0)) / KMAP_PAGE_SIZE;
}

void model_add(const struct hold *hold)
{
	struct model_task *task = model_current();
	struct hold *added = &task->hold[task->count];
	uintptr_t slot = slot_number(hold->address);

	if (hold->address % KMAP_PAGE_SIZE || slot + hold->pages + KMAP_GUARD > KMAP_WINDOW_SLOTS)
		fake_fail("map returns %#lx, not in the window", (unsigned long)hold->address);
	*added = *hold;
	added->start = (unsigned int)slot;
	added->depth = fuzz_depth();
	if (task->used & model_bits(added))
		fake_fail("map returns slots that are in use: %#x", model_bits(added));
	if (!colour_fits(hold->address, hold->pfn[0]))
		fake_fail("%#lx has not the colour of its page", (unsigned long)hold->address);
	task->used |= model_bits(added);
	task->count++;
	*model_balance() += 1;
}

void model_remove(struct hold *hold)
{
	struct model_task *task = model_current();
	size_t nr = (size_t)(hold - task->hold);

	memmove(&model_freed[1], &model_freed[0], sizeof(model_freed) - sizeof(model_freed[0]));
	model_freed[0] = hold->address;
	task->used &= ~model_bits(hold);
	*model_balance() -= 1;
	model_pages_removed += hold->pages;
	/* What a handler steals stays in the list, to be restored when the handler ends. */
	if (hold->depth < fuzz_depth()) {
		hold->blank = true;
		hold->thief = fuzz_depth();
		return;
	}
	task->count--;
	memmove(hold, hold + 1, (task->count - nr) * sizeof(*hold));
}

struct hold *model_hold_of(unsigned int slot)
{
	struct model_task *task = model_current();

	for (unsigned int nr = 0; nr < task->count; nr++)
		if (!task->hold[nr].thief && model_bits(&task->hold[nr]) >> slot & 1)
			return &task->hold[nr];
	return NULL;
}

static enum kmap_bug outside_bug(uintptr_t address)
{
	uintptr_t start = model_slot_address(0, 0), end = start + KMAP_WINDOW_SIZE;

	if (fuzz_direct((address - FAKE_DIRECT_BASE) / KMAP_PAGE_SIZE))
		return KMAP_BUG_COUNT;
	if (address - start < end - start)
		return KMAP_WINDOW_TASK ? KMAP_BUG_OTHER_TASK : KMAP_BUG_OTHER_CPU;
	if (address - end < KMAP_PAGE_SIZE || start - address - 1 < KMAP_PAGE_SIZE)
		return KMAP_BUG_GUARD;
	return KMAP_BUG_NOT_A_WINDOW;
}

static enum kmap_bug hold_bug(const struct hold *hold, unsigned int slot)
{
	if (KMAP_GUARD && slot == hold->start + hold->pages)
		return KMAP_BUG_GUARD;
	if (KMAP_DEBUG && hold->depth != fuzz_depth())
		return KMAP_BUG_WRONG_CONTEXT;
	return KMAP_BUG_COUNT;
}

/*
 * By contract no interrupt comes inside the halves of a switch. Here some do, and their
 * handlers may map. But if they unmap what is not their own, the half may or may not
 * write the PTE again, so that is not tested.
 */
static bool stolen_in_half(const struct hold *hold)
{
	return fake_this_cpu()->in_half && hold->depth < fuzz_depth();
}

struct place model_place(uintptr_t address)
{
	struct place place = { KMAP_BUG_NOT_MAPPED, NULL, NO_ROOM, false };

	if (slot_number(address) >= KMAP_WINDOW_SLOTS) {
		place.bug = outside_bug(address);
		return place;
	}
	place.slot = (unsigned int)slot_number(address);
	place.skip = model_current()->dark >> place.slot & 1;
	place.hold = model_hold_of(place.slot);
	if (!place.hold)
		return place;
	place.skip |= stolen_in_half(place.hold);
	place.bug = hold_bug(place.hold, place.slot);
	return place;
}

static void page_verify(const struct hold *hold, unsigned int page)
{
	const char *address = (const char *)hold->address + page * KMAP_PAGE_SIZE;
	unsigned long expected = hold->blank ? FAKE_FAULT : hold->pfn[page];
	unsigned long pfn = fake_translate(address);

	if (pfn != expected)
		fake_fail("CPU %u: %p shows frame %#lx, must be %#lx", fake_cpu_number,
			  (const void *)address, pfn, expected);
	if (!hold->blank && !fake_pte_has_prot(*fake_window_pte((uintptr_t)address), hold->prot))
		fake_fail("CPU %u: %p has not the attributes asked for", fake_cpu_number,
			  (const void *)address);
}

void model_verify(void)
{
	const struct model_task *task = model_current();

	for (unsigned int nr = 0; nr < task->count; nr++) {
		const struct hold *hold = &task->hold[nr];
		unsigned int pages = hold->pages + (hold->blank ? KMAP_GUARD : 0);

		/* In the middle of a switch only the handler's own mappings are valid. */
		if (hold->depth < fuzz_depth() && (fake_this_cpu()->switching || hold->thief))
			continue;
		for (unsigned int page = 0; page < pages; page++)
			page_verify(hold, page);
	}
}

/* Check a task without an operation in progress. */
static void task_check(const struct fake_task *task)
{
	const struct model_task *model = &model_tasks[task->number];

	if (task->kmap.used != model->used)
		fake_fail("task %u has mask %#x, must be %#x", task->number, task->kmap.used,
			  model->used);
	if (task->pins != (KMAP_WINDOW_CPU ? model->count : 0))
		fake_fail("task %u has %u pins and %u mappings", task->number, task->pins,
			  model->count);
	if (kmap_held(&task->kmap) != model->count)
		fake_fail("kmap_held() of task %u is %u", task->number, kmap_held(&task->kmap));
}

/* Slots that the current task does not hold are clean, and so are guards. */
static void slot_check(unsigned int slot)
{
	uintptr_t address = model_slot_address(fake_window_number(), slot);
	const struct hold *hold = model_hold_of(slot);

	if (hold && !hold->blank && slot < hold->start + hold->pages)
		return;
	if (!kmap_arch_pte_is_none(*fake_window_pte(address)))
		fake_fail("slot %u of CPU %u has a PTE and no owner", slot, fake_cpu_number);
	if (fake_tlb_holds(fake_cpu_number, address))
		fake_fail("slot %u of CPU %u is in the TLB without owner", slot, fake_cpu_number);
}

/* Where KMAP_WINDOW is task: the CPU that a task came to last has nothing in its TLB that is not mapped. */
static void tlb_check(const struct fake_task *task)
{
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		if (kmap_arch_pte_is_none(task->kmap.pteval[slot]) &&
		    fake_tlb_holds(task->cpu,
				   model_slot_address(FAKE_WINDOW_OF(task->number), slot)))
			fake_fail("free slot %u of task %u is in the TLB of CPU %u", slot,
				  task->number, task->cpu);
}

static void tasks_check(void)
{
	for (unsigned int nr = 0; nr < FAKE_TASKS; nr++) {
		const struct fake_task *task = &fake_tasks[nr];

		if (model_tasks[nr].flying || (fuzz_depth() && task == fake_current()))
			continue;
		task_check(task);
		if (KMAP_WINDOW_TASK && fake_has_arrived(task))
			tlb_check(task);
	}
}

void model_check(void)
{
	tasks_check();
	if (fake_current()->kmap.used != model_current()->used)
		fake_fail("task %u has mask %#x, must be %#x", fake_current()->number,
			  fake_current()->kmap.used, model_current()->used);
	model_verify();
	if (model_current()->flying || fake_this_cpu()->switching)
		return;
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		if (fuzz_depth() == 0)
			slot_check(slot);
}
