/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who did it: what is known about an address and about the mappings of a task.
 * With KMAP_DEBUG 1 every mapping is followed by a guard, a slot that is never
 * mapped, and carries a note of its call site, age and context, which stays
 * for the next one to look at after the mapping is given back.
 */
#ifndef KMAP_DEBUG_H
#define KMAP_DEBUG_H

#include <kmap/types.h>
#include <kmap/window.h>

#include "kmap_host.h"

/** enum kmap_state - what an address in a window is for a task. */
enum kmap_state {
	KMAP_STATE_OUTSIDE, /* in no window of this CPU */
	KMAP_STATE_HELD, /* in a mapping that the task holds */
	KMAP_STATE_OVERRUN, /* in the guard after a mapping that the task holds */
	KMAP_STATE_GIVEN_UP, /* in one that it gave back, or in its guard; debug mode only */
	KMAP_STATE_FREE, /* in a slot that the task does not hold */
};

/**
 * struct kmap_description - a mapping, or what is left of it
 * @state:   what the address is
 * @slot:    first slot of the mapping concerned
 * @pages:   its pages
 * @address: address of its first page
 * @note:    where, when and in what context it was made; zero without KMAP_DEBUG
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
 * @ctrl:    state of the task, which is current here or does not run
 * @cpu:     the CPU on which it runs or ran
 * @address: any address
 *
 * For fault handlers: an overrun into a guard and a use after unmap name the
 * mapping concerned.
 *
 * Context: any, also with interrupts off. Cost: constant.
 */
struct kmap_description kmap_describe(const struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu,
				      const void *address);

/**
 * kmap_held_next() - go through the mappings that a task holds
 * @ctrl:        state of the task, which is current here or does not run
 * @cpu:         the CPU on which it runs or ran
 * @slot:        zero at first; moves on
 * @description: the next mapping
 *
 * Context: any. Return: false when there are no more.
 */
bool kmap_held_next(const struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu, unsigned int *slot,
		    struct kmap_description *description);

void kmap_report_sleep(void) __attribute__((cold, noinline));

/**
 * kmap_might_sleep() - the current task is about to sleep
 *
 * The host calls it in every function that may give the CPU away for a time.
 * Context: any. Error: in debug mode, inside kmap_atomic() (KMAP_BUG_SLEEP).
 * Cost: nothing without KMAP_DEBUG.
 */
static inline void kmap_might_sleep(void)
{
	if (KMAP_DEBUG && kmap_host_ctrl()->atomic)
		kmap_report_sleep();
}

#endif
