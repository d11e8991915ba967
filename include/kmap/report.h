/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the core tells the host about misuse. The core repairs or refuses
 * first, then reports; when kmap_host_bug() returns, all other mappings are as
 * they were and the caller carries on.
 */
#ifndef KMAP_REPORT_H
#define KMAP_REPORT_H

#include <stdint.h>

struct kmap_ctrl;

/** enum kmap_bug - the kinds of misuse. */
enum kmap_bug {
	KMAP_BUG_EXHAUSTED, /* map: the task holds KMAP_SLOTS mappings; map returns NULL */
	KMAP_BUG_NOT_MAPPED, /* unmap: a slot of this CPU that the task does not hold */
	KMAP_BUG_OTHER_CPU, /* unmap: a slot of another CPU, so another task's */
	KMAP_BUG_GUARD, /* unmap: an address in a guard page */
	KMAP_BUG_NOT_A_WINDOW, /* unmap: an address in no window and not directly mapped */
	KMAP_BUG_HELD_AT_EXIT, /* a task ends with mappings; they are taken down */
	KMAP_BUG_HELD_AT_FORK, /* a task that holds mappings is copied; the copy holds none */
	KMAP_BUG_HELD_AT_REST, /* mappings held where a task must hold none */
	KMAP_BUG_IRQ_LEAK, /* an interrupt handler kept a mapping; it is taken down */
	KMAP_BUG_IRQ_STOLE, /* an interrupt handler unmapped what the task had mapped */
	KMAP_BUG_PAGES, /* map of no pages, of more than KMAP_SLOTS, or of colours that do not follow */
	KMAP_BUG_PFN, /* map of a frame that the machine cannot have; debug mode */
	KMAP_BUG_NMI, /* map in a non-maskable interrupt; debug mode */
	KMAP_BUG_WRONG_CONTEXT, /* unmap in another context than the map's; debug mode */
	KMAP_BUG_SLOT_DIRTY, /* a slot that should be free has a PTE; debug mode */
	KMAP_BUG_SLEEP, /* sleep inside kmap_atomic(); debug mode */
	KMAP_BUG_NOT_DIRECT, /* conversion of a temporary address as if it were direct; debug mode */
	KMAP_BUG_PAGE_RANGE, /* a page helper: bytes outside the pages, or an overlap; none is touched */
	KMAP_BUG_NO_PAGE, /* kmap: the page is NULL; NULL is returned */
	KMAP_BUG_NOT_PERSISTENT, /* kunmap: a page that nobody has mapped with kmap */
	KMAP_BUG_FREED_MAPPED, /* a page goes back to its allocator while kmap's users have it */
	KMAP_BUG_IO_RANGE, /* an I/O mapping: bytes outside its range, or a range of no whole pages */
	KMAP_BUG_IO_FULL, /* a long-lived I/O mapping: the I/O window has no room for it */
	KMAP_BUG_IO_HELD, /* a range is freed with long-lived mappings; they stay valid */
	KMAP_BUG_IO_NOT_MAPPED, /* unmap: no long-lived I/O mapping is at the address */
	KMAP_BUG_COUNT
};

/** KMAP_NO_SLOT - kmap_report.slot where no single slot is meant. */
#define KMAP_NO_SLOT UINT32_MAX

/**
 * struct kmap_report - one case of misuse
 * @bug:     what kind
 * @ctrl:    state of the task that did it; the host finds the task from it
 * @used:    the slots that the task held before any repair
 * @cpu:     number of the CPU on which it happened, or whose slot @address is
 * @slot:    the slot concerned, the lowest one when there are several, or
 *           KMAP_NO_SLOT
 * @address: the address passed by the caller, or that of the slot; for
 *           KMAP_BUG_PAGES the number of pages; for KMAP_BUG_PFN the frame number; for KMAP_BUG_PAGE_RANGE the offset in bytes where the range begins
 * @caller:  code address that made the call
 */
struct kmap_report {
	enum kmap_bug bug;
	const struct kmap_ctrl *ctrl;
	uint32_t used;
	unsigned int cpu;
	uint32_t slot;
	uintptr_t address;
	uintptr_t caller;
};

/**
 * kmap_bug_text() - the sentence for a kind of misuse
 * @bug: below KMAP_BUG_COUNT
 *
 * Context: any. Return: constant text without a full stop.
 */
const char *kmap_bug_text(enum kmap_bug bug);

#endif
