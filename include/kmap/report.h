/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reports of misuse to the host, and descriptions of an address and of the mappings
 * of a task. The core refuses or repairs first, then reports; when kmap_host_bug()
 * returns, all other mappings are as they were, and the caller carries on.
 *
 * With KMAP_DEBUG 1 every mapping is followed by a guard, a slot that is never
 * mapped, and has a note of its call site, time and context. The note stays after
 * the unmap, so that a later access through the old address can be explained.
 */
#ifndef KMAP_REPORT_H
#define KMAP_REPORT_H

#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/** enum kmap_bug - the kinds of misuse. */
enum kmap_bug {
	KMAP_BUG_EXHAUSTED, /* map: no free slot, or too few side by side; NULL is returned */
	KMAP_BUG_NOT_MAPPED, /* unmap: a slot of this CPU that the task does not hold */
	KMAP_BUG_OTHER_CPU, /* unmap: a slot of another CPU, so of another task */
	KMAP_BUG_OTHER_TASK, /* unmap: a slot of another task's window */
	KMAP_BUG_GUARD, /* unmap: an address in a guard page */
	KMAP_BUG_NOT_A_WINDOW, /* unmap: an address in no window and not directly mapped */
	KMAP_BUG_HELD_AT_EXIT, /* a task ends with mappings; they are taken down */
	KMAP_BUG_HELD_AT_FORK, /* a task that holds mappings is copied; the copy holds none */
	KMAP_BUG_HELD_AT_REST, /* mappings held where a task must hold none */
	KMAP_BUG_IRQ_LEAK, /* an interrupt handler kept a mapping; it is taken down */
	KMAP_BUG_IRQ_STOLE, /* an interrupt handler unmapped what the task had mapped */
	KMAP_BUG_PAGES, /* map: no pages, or more than KMAP_SLOTS */
	KMAP_BUG_PFN, /* map: a frame that the machine cannot have; debug mode */
	KMAP_BUG_NMI, /* map: in a non-maskable interrupt; debug mode */
	KMAP_BUG_WRONG_CONTEXT, /* unmap: in another context than the map; debug mode */
	KMAP_BUG_SLOT_DIRTY, /* a slot that should be free has a PTE; debug mode */
	KMAP_BUG_SLEEP, /* sleep inside kmap_atomic(); debug mode */
	KMAP_BUG_NOT_DIRECT, /* a temporary address is converted as a direct one; debug mode */
	KMAP_BUG_PAGE_RANGE, /* page helper: bytes outside the pages, or an overlap; no effect */
	KMAP_BUG_NO_PAGE, /* kmap: the page is NULL; NULL is returned */
	KMAP_BUG_NOT_PERSISTENT, /* kunmap: a page that has no users */
	KMAP_BUG_FREED_MAPPED, /* a page is given back to its allocator while it has users */
	KMAP_BUG_IO_RANGE, /* I/O mapping: bytes outside the range, or a range not of whole pages */
	KMAP_BUG_IO_FULL, /* I/O mapping: no room in the I/O window */
	KMAP_BUG_IO_HELD, /* an I/O range is freed with long-lived mappings; they stay valid */
	KMAP_BUG_IO_NOT_MAPPED, /* unmap: no long-lived I/O mapping is at the address */
	KMAP_BUG_NOT_ATOMIC, /* kunmap_atomic: the task is in no section; debug mode */
	KMAP_BUG_WRONG_UNMAP, /* unmap of another family than the map's; debug mode */
	KMAP_BUG_ATOMIC_OPEN, /* a task ends, or rests, inside kmap_atomic(); debug mode */
	KMAP_BUG_IRQ_ATOMIC, /* a handler began or ended sections that it did not end or begin; debug mode */
	KMAP_BUG_CONTEXT, /* kmap, or a long-lived I/O mapping, in an interrupt handler; debug mode */
	KMAP_BUG_IO_RAM, /* a range of device memory has RAM in it that is directly mapped; debug mode */
	KMAP_BUG_MOVED, /* switch-in on another CPU than the one with the task's mappings; debug mode */
	KMAP_BUG_CPU_HELD, /* set-up of a CPU on which a mapping is still there; debug mode */
	KMAP_BUG_FREED_HELD, /* a page is freed while a local mapping shows it; debug mode */
	KMAP_BUG_ALIASED, /* a second address for a page, where the cache must not see two */
	KMAP_BUG_COLOURS, /* map: several pages whose cache colours are not consecutive */
	KMAP_BUG_SCATTERED, /* set-up: the PTEs of a task's window are not side by side; it is not used */
	KMAP_BUG_OVERLAP, /* set-up: a window reaches another one, or the direct map; it is not used */
	KMAP_BUG_COUNT
};

/** KMAP_NO_SLOT - kmap_report.slot where no single slot is meant. */
#define KMAP_NO_SLOT UINT32_MAX

/** enum kmap_value - what kind of value a report has. */
enum kmap_value {
	KMAP_VALUE_NONE, /* none */
	KMAP_VALUE_ADDRESS, /* the address passed by the caller, or that of the slot */
	KMAP_VALUE_PAGES, /* a number of pages */
	KMAP_VALUE_PFN, /* a frame number */
	KMAP_VALUE_OFFSET, /* bytes into a page, pages, or a range of device memory */
	KMAP_VALUE_PHYSICAL, /* a physical address */
	KMAP_VALUE_PAGE, /* a pointer to the host's structure of a page */
	KMAP_VALUE_COLOUR, /* the cache colour of the first page, of which no slot is free */
};

/**
 * struct kmap_report - one case of misuse
 * @bug:    the kind of misuse
 * @kind:   what @value is
 * @value:  what the caller passed that is wrong, or the address of the slot
 * @ctrl:   state of the task that did it; the host finds the task from it
 * @used:   the slots that the task held before any repair
 * @cpu:    number of the CPU on which it happened, or that @slot belongs to
 * @window: number of the window that @slot is in; see kmap_where()
 * @slot:   the slot concerned, the lowest one when there are several, or
 *          KMAP_NO_SLOT
 * @caller: address of the code that made the call
 * @note:   of the mapping concerned; @note.mapper is 0 where there is none, as
 *          always without KMAP_DEBUG
 */
struct kmap_report {
	enum kmap_bug bug;
	enum kmap_value kind;
	uint64_t value;
	const struct kmap_ctrl *ctrl;
	uint32_t used;
	unsigned int cpu;
	unsigned int window;
	uint32_t slot;
	uintptr_t caller;
	struct kmap_note note;
};

/**
 * kmap_bug_text() - the sentence for a kind of misuse
 * @bug: below KMAP_BUG_COUNT
 *
 * Context: any. Return: constant text without a full stop. Cost: constant.
 */
const char *kmap_bug_text(enum kmap_bug bug);

/** KMAP_VALUE_TEXT_SIZE - bytes that kmap_value_text() needs at most. */
#define KMAP_VALUE_TEXT_SIZE 48

/**
 * kmap_value_text() - the value of a report as text
 * @report: the report
 * @text:   where to write it, KMAP_VALUE_TEXT_SIZE bytes
 *
 * For example "17 pages", "offset 0x1000000000", "address 0xff801000". The host's own
 * printing need not know 64-bit numbers.
 * Context: any. Return: @text; empty when there is no value. Cost: constant.
 */
const char *kmap_value_text(const struct kmap_report *report, char text[KMAP_VALUE_TEXT_SIZE]);

/** enum kmap_state - what an address is for a task. */
enum kmap_state {
	KMAP_STATE_OUTSIDE, /* not in the window of this CPU */
	KMAP_STATE_HELD, /* in a mapping that the task holds */
	KMAP_STATE_OVERRUN, /* in the guard after a mapping that the task holds */
	KMAP_STATE_GIVEN_UP, /* in a mapping that it gave back, or its guard; debug mode only */
	KMAP_STATE_FREE, /* in a slot that the task does not hold */
};

/**
 * struct kmap_description - a mapping that is held, or was given back
 * @state:   what the address is
 * @slot:    first slot of the mapping concerned
 * @pages:   its pages
 * @address: address of its first page
 * @note:    its call site, time and context; zero without KMAP_DEBUG
 */
struct kmap_description {
	enum kmap_state state;
	unsigned int slot;
	unsigned int pages;
	uintptr_t address;
	struct kmap_note note;
};

/**
 * kmap_describe() - what an address is for a task
 * @ctrl:    state of the task, which is current here or not running
 * @window:  of the CPU on which it runs or ran; where KMAP_WINDOW is task, its own
 * @address: any address
 *
 * For fault handlers: an overrun into a guard and a use after unmap name the
 * mapping concerned.
 *
 * Context: any, also with interrupts off. Return: what the address is, and the mapping
 * concerned. Cost: constant.
 */
struct kmap_description kmap_describe(const struct kmap_ctrl *ctrl,
				      const struct kmap_window *window, const void *address);

/**
 * kmap_held_next() - iterate over the mappings that a task holds
 * @ctrl:        state of the task, which is current here or not running
 * @window:      as in kmap_describe()
 * @slot:        zero before the first call; the place to continue
 * @description: the next mapping
 *
 * Context: any. Return: false when there are no more. Cost: constant.
 */
bool kmap_held_next(const struct kmap_ctrl *ctrl, const struct kmap_window *window,
		    unsigned int *slot, struct kmap_description *description);

KMAP_DECLARATIONS_END

#endif
