/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Operations.
 */
#include "act.h"

#include <kmap/kmap.h>

#include "digest.h"
#include "machine.h"
#include "oracle.h"
#include "trace.h"

/* The frame that sim_set_maps() maps. */
#define SET_FRAME (SIM_OWNER_FRAMES - 1)

static unsigned int owner(void)
{
	const struct sim_cpu *cpu = sim_this_cpu();

	if (!cpu->irq_depth)
		return cpu->current->number % SIM_OWNERS;
	return SIM_TASKS + cpu->number * SIM_IRQ_DEPTH + cpu->irq_depth - 1;
}

unsigned int act_frame(unsigned int nr)
{
	return SIM_LOW_FRAMES + owner() * SIM_OWNER_FRAMES + nr;
}

unsigned int act_low_frame(void)
{
	return owner();
}

static bool is_mapped(unsigned int frame)
{
	const struct sim_context *context = sim_this_context();

	for (unsigned int nr = 0; nr < context->holds; nr++)
		for (unsigned int page = 0; page < context->hold[nr].pages; page++)
			if (context->hold[nr].frame[page] == frame)
				return true;
	return false;
}

unsigned int act_unmapped_frame(void)
{
	for (unsigned int nr = 0; nr < SET_FRAME; nr++)
		if (!is_mapped(act_frame(nr)))
			return act_frame(nr);
	sim_fail("the context has all its frames mapped");
}

/* The lowest free slots for a mapping, as a mask, given @used; 0 if there is no room. */
static uint64_t free_slots(uint64_t used, unsigned int pages, unsigned int frame)
{
	uint64_t run = ((uint64_t)1 << (pages + KMAP_GUARD)) - 1;

	for (unsigned int slot = 0; slot + pages + KMAP_GUARD <= KMAP_WINDOW_SLOTS; slot++) {
		uintptr_t page = (sim_this_window()->kmap.base >> KMAP_ARCH_PAGE_SHIFT) + slot;

		if (!(used & run << slot) && page % SIM_COLOURS == frame % SIM_COLOURS)
			return run << slot;
	}
	return 0;
}

bool act_has_room(unsigned int pages, unsigned int frame)
{
	return pages <= KMAP_SLOTS && free_slots(sim_current()->kmap.used, pages, frame);
}

bool act_has_room_for_both(unsigned int frame, unsigned int other)
{
	uint64_t used = sim_current()->kmap.used;
	uint64_t first = free_slots(used, 1, frame);

	return first && free_slots(used | first, 1, other);
}

static struct sim_hold hold_of(const void *address, unsigned int frame, unsigned int pages)
{
	struct sim_hold hold = {
		.address = (char *)(uintptr_t)address,
		.pages = pages,
		.prot = KMAP_PROT_DEFAULT,
		.kind = SIM_SLOTS,
	};

	if (!address)
		sim_fail("map returns NULL, and there is room");
	if ((uintptr_t)address % KMAP_PAGE_SIZE)
		sim_fail("map returns %p, which is not the start of a page", address);
	if (kmap_host_address_is_direct(address))
		hold.kind = SIM_DIRECT;
	else if (kmap_persistent_contains(address))
		hold.kind = SIM_PERSISTENT;
	for (unsigned int page = 0; page < pages; page++)
		hold.frame[page] = frame + page;
	return hold;
}

static void *map(enum act_way way, struct sim_page *page)
{
	unsigned long pfn = kmap_host_page_to_pfn(page);

	switch (way) {
	case ACT_PFN:
		return kmap_local_pfn(pfn);
	case ACT_READ_ONLY:
		return kmap_local_page_prot(page, KMAP_PROT_READ_ONLY);
	case ACT_TRY:
		return kmap_local_try_page(page);
	case ACT_ATOMIC:
		return kmap_atomic(page);
	case ACT_ATOMIC_PFN:
		return kmap_atomic_pfn(pfn);
	default:
		return kmap_local_page(page);
	}
}

void act_map(enum act_way way, unsigned int frame)
{
	struct sim_hold hold;

	sim_trace("map frame %u", frame);
	oracle_begin(digest_add(1, frame << 8 | way), true);
	hold = hold_of(map(way, &sim.page[frame]), frame, 1);
	hold.prot = way == ACT_READ_ONLY ? KMAP_PROT_READ_ONLY : KMAP_PROT_DEFAULT;
	hold.atomic = way == ACT_ATOMIC || way == ACT_ATOMIC_PFN;
	oracle_add(&hold);
	oracle_end(0);
}

void act_map_range(unsigned int frame, unsigned int pages)
{
	unsigned long pfns[KMAP_SLOTS];
	struct sim_hold hold;

	for (unsigned int page = 0; page < pages; page++)
		pfns[page] = sim_frame_pfn(frame + page);
	sim_trace("map frames %u to %u", frame, frame + pages - 1);
	oracle_begin(digest_add(2, frame << 8 | pages), true);
	hold = hold_of(kmap_local_pfns(pfns, pages), frame, pages);
	oracle_add(&hold);
	oracle_end(0);
}

void act_map_persistent(unsigned int frame, bool may_wait)
{
	struct sim_page *page = &sim.page[frame];
	struct sim_hold hold;
	void *address;

	sim_trace("map frame %u in the persistent window", frame);
	oracle_begin(digest_add(3, frame << 8 | may_wait), false);
	address = may_wait ? kmap(page) : kmap_try(page);
	if (may_wait || address) {
		hold = hold_of(address, frame, 1);
		hold.persistent = true;
		oracle_add(&hold);
	}
	oracle_end(0);
}

static void unmap(const struct sim_hold *hold, uintptr_t offset)
{
	if (hold->persistent)
		kunmap(&sim.page[hold->frame[0]]);
	else if (hold->atomic)
		kunmap_atomic(hold->address + offset);
	else
		kunmap_local(hold->address + offset);
}

void act_unmap(unsigned int nr, uintptr_t offset)
{
	struct sim_hold hold = oracle_remove(nr);

	sim_trace("unmap frame %u", hold.frame[0]);
	oracle_begin(digest_add(digest_add(4, (uintptr_t)hold.address), offset), !hold.persistent);
	unmap(&hold, offset);
	oracle_end(hold.kind == SIM_SLOTS ? hold.pages : 0);
}

void act_unmap_all(void)
{
	while (sim_this_context()->holds)
		act_unmap(sim_this_context()->holds - 1, 0);
}

/* Whether a mapping of the task may be left to kmap_exit(). */
static bool may_leak(const struct sim_hold *hold)
{
	return hold->kind == SIM_SLOTS && !hold->atomic;
}

void act_leak(unsigned int count)
{
	struct sim_context *context = sim_this_context();
	unsigned int kept = 0;

	for (unsigned int nr = context->holds; nr-- > 0;)
		if (kept < count && may_leak(&context->hold[nr]))
			kept++;
		else
			act_unmap(nr, 0);
	sim_trace("leaks %u mappings", kept);
	sim_current()->leaks = kept > 0;
	context->holds = 0;
}

void act_read(unsigned int nr)
{
	oracle_begin(5, true);
	sim_step("read");
	oracle_read(&sim_this_context()->hold[nr]);
	oracle_end(0);
}

void act_write(unsigned int nr, uint32_t value)
{
	const struct sim_hold *hold = &sim_this_context()->hold[nr];

	oracle_begin(6, true);
	for (unsigned int page = 0; page < hold->pages && hold->prot == KMAP_PROT_DEFAULT; page++) {
		sim_step("write");
		oracle_write(hold, page, value + page);
	}
	oracle_end(0);
}

void act_copy(unsigned int to, unsigned int from)
{
	sim_trace("copy frame %u to %u", from, to);
	oracle_begin(7, true);
	kmap_copy_page(&sim.page[to], &sim.page[from]);
	sim.page[to].expected = sim.page[from].expected;
	oracle_end(2);
}

void act_copy_pages(const unsigned int *to, const unsigned int *from, unsigned int count)
{
	struct sim_page *targets[SIM_OWNER_FRAMES], *sources[SIM_OWNER_FRAMES];

	for (unsigned int i = 0; i < count; i++) {
		targets[i] = &sim.page[to[i]];
		sources[i] = &sim.page[from[i]];
	}
	sim_trace("copy %u pages", count);
	oracle_begin(8, true);
	if (kmap_copy_pages(targets, sources, count) != count)
		sim_fail("not all pages are copied, and there is room");
	for (unsigned int i = 0; i < count; i++)
		sim.page[to[i]].expected = sim.page[from[i]].expected;
	oracle_end(2 * count);
}

void act_clear(unsigned int frame)
{
	sim_trace("clear frame %u", frame);
	oracle_begin(9, true);
	kmap_clear_page(&sim.page[frame]);
	sim.page[frame].expected = 0;
	oracle_end(1);
}

void sim_set_maps(void)
{
	bool *setting = sim_in_switch() ? &sim_this_cpu()->setting : &sim_this_context()->setting;
	unsigned int frame;
	char *address;

	/* In a switch, code can only map if the current task is the one whose PTEs are set. */
	if (!sim_driver || *setting || (sim_in_switch() && sim_param.order != SIM_CURRENT_BETWEEN))
		return;
	frame = act_frame(SET_FRAME);
	if (!act_has_room(1, frame))
		return;
	*setting = true;
	address = kmap_local_pfn(sim_frame_pfn(frame));
	if (sim_read(address) != sim.page[frame].expected)
		sim_fail("%p does not show frame %u", (void *)address, frame);
	kunmap_local(address);
	*setting = false;
}

void kmap_host_bug(const struct kmap_report *report)
{
	if (report->bug == KMAP_BUG_HELD_AT_EXIT && sim_current()->leaks) {
		sim_current()->leaks = false;
		return;
	}
	sim_fail("report: %s (slot %d, address %#lx)", kmap_bug_text(report->bug),
		 (int)report->slot, (unsigned long)report->value);
}
