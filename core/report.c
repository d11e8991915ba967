/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse: find out what it is, say so to the host, change nothing.
 */
#include "report.h"

static const char *const bug_texts[KMAP_BUG_COUNT] = {
	[KMAP_BUG_EXHAUSTED] = "no free slot to map",
	[KMAP_BUG_NOT_MAPPED] = "unmap of a slot that this task does not hold",
	[KMAP_BUG_OTHER_CPU] = "unmap of a slot of another CPU",
	[KMAP_BUG_GUARD] = "unmap of an address in a guard page",
	[KMAP_BUG_NOT_A_WINDOW] = "unmap of an address that is no mapping",
	[KMAP_BUG_HELD_AT_EXIT] = "task ends with mappings held",
	[KMAP_BUG_HELD_AT_FORK] = "task is copied with mappings held",
	[KMAP_BUG_HELD_AT_REST] = "mappings held at a point of rest",
	[KMAP_BUG_IRQ_LEAK] = "interrupt handler kept a mapping",
	[KMAP_BUG_IRQ_STOLE] = "interrupt handler gave back a mapping of the task",
	[KMAP_BUG_PAGES] = "map of a number of pages that no window holds",
	[KMAP_BUG_PFN] = "map of a frame that the machine cannot have",
	[KMAP_BUG_NMI] = "map in a non-maskable interrupt",
	[KMAP_BUG_WRONG_CONTEXT] = "unmap in another context than the map's",
	[KMAP_BUG_SLOT_DIRTY] = "a free slot has a PTE",
	[KMAP_BUG_SLEEP] = "sleep inside kmap_atomic",
	[KMAP_BUG_NOT_DIRECT] = "a temporary address is taken for a direct one",
	[KMAP_BUG_PAGE_RANGE] = "page helper: the bytes do not fit, or overlap",
	[KMAP_BUG_NO_PAGE] = "map of a page that is NULL",
	[KMAP_BUG_NOT_PERSISTENT] = "kunmap of a page that is not in use by kmap",
	[KMAP_BUG_FREED_MAPPED] = "page is freed while in use by kmap",
	[KMAP_BUG_IO_RANGE] = "I/O mapping: the bytes are not in the range, or no whole pages",
	[KMAP_BUG_IO_FULL] = "no room in the I/O window",
	[KMAP_BUG_IO_HELD] = "I/O range is freed while it is mapped",
	[KMAP_BUG_IO_NOT_MAPPED] = "unmap of an I/O mapping that is not there",
};

const char *kmap_bug_text(enum kmap_bug bug)
{
	return bug_texts[bug];
}

/* A report about the current task on this CPU; the caller adds the rest. */
static struct kmap_report report_start(enum kmap_bug bug, uintptr_t caller)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();

	return (struct kmap_report){
		.bug = bug,
		.ctrl = ctrl,
		.used = ctrl->used,
		.cpu = kmap_host_cpu()->number,
		.slot = KMAP_NO_SLOT,
		.caller = caller,
	};
}

void kmap_report_held(enum kmap_bug bug, uint32_t used, uint32_t culprits, uintptr_t caller)
{
	struct kmap_report report = report_start(bug, caller);

	report.used = used;
	report.slot = (uint32_t)__builtin_ctz(culprits);
	report.address = kmap_window_slot_address(report.cpu, report.slot);
	kmap_host_bug(&report);
}

void kmap_report_slot(enum kmap_bug bug, uint32_t slot, uintptr_t address, uintptr_t caller)
{
	struct kmap_report report = report_start(bug, caller);

	report.slot = slot;
	report.address = address;
	kmap_host_bug(&report);
}

void *kmap_report_exhausted(uintptr_t caller)
{
	kmap_report_slot(KMAP_BUG_EXHAUSTED, KMAP_NO_SLOT, 0, caller);
	return NULL;
}

void *kmap_report_count(size_t count, uintptr_t caller)
{
	kmap_report_slot(KMAP_BUG_PAGES, KMAP_NO_SLOT, count, caller);
	return NULL;
}

/* Why an address that is not a slot held by the current task cannot be unmapped. */
static enum kmap_bug unmap_bug(const struct kmap_where *where, unsigned int this_cpu)
{
	if (where->place == KMAP_PLACE_OUTSIDE)
		return KMAP_BUG_NOT_A_WINDOW;
	if (where->place == KMAP_PLACE_GUARD)
		return KMAP_BUG_GUARD;
	return where->cpu == this_cpu ? KMAP_BUG_NOT_MAPPED : KMAP_BUG_OTHER_CPU;
}

void kmap_report_range(size_t offset, uintptr_t caller)
{
	kmap_report_slot(KMAP_BUG_PAGE_RANGE, KMAP_NO_SLOT, offset, caller);
}

void kmap_report_unmap(const void *address, uintptr_t caller)
{
	struct kmap_report report = report_start(KMAP_BUG_NOT_A_WINDOW, caller);
	struct kmap_where where = kmap_where(address);

	report.bug = unmap_bug(&where, report.cpu);
	report.address = (uintptr_t)address;
	if (where.place != KMAP_PLACE_OUTSIDE) {
		report.cpu = where.cpu;
		report.slot = where.slot;
	}
	kmap_host_bug(&report);
}
