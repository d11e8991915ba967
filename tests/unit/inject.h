/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What may happen between two steps of an operation, and the operations. The task under
 * test is task 0 on CPU 0; task 1 runs on FAKE_OTHER_CPU; the others wait for a CPU. As in
 * a real kernel, an interrupted task does nothing else until it is resumed.
 */
#ifndef INJECT_H
#define INJECT_H

#include "model.h"

/* An interrupt that maps one frame; one that takes every free slot; one that maps several. */
void inject_interrupt(void);
void inject_interrupt_full(void);
void inject_interrupt_range(void);

/* Preemption by a task that takes all slots and releases them. */
void inject_preempt(void);

/* Preemption by a task that maps and unmaps, and keeps some mappings. */
void inject_preempt_keep(void);

/* An interrupt, and preemption at its end. */
void inject_interrupt_preempt(void);

/* The task continues on the other CPU, unless it is pinned. */
void inject_migrate(void);

/* The other CPU maps and unmaps. */
void inject_neighbour(void);

/* All of the above; those that leave the task where it is come first. */
typedef void (*inject_action)(void);
extern const inject_action inject_actions[];
#define INJECT_ACTIONS 8

/**
 * struct inject_case - an operation and the state before it
 * @name:    for messages
 * @held:    mappings of task 0; limited so that @spare slots are left
 * @spare:   slots that the operation needs
 * @other:   mappings of task 2, which waits for a CPU
 * @range:   pages of one more mapping of task 0, the newest; 0 for none
 * @operate: the operation
 */
struct inject_case {
	const char *name;
	unsigned int held;
	unsigned int spare;
	unsigned int other;
	unsigned int range;
	void (*operate)(void);
};

/* Map and unmap with different numbers of mappings held; ends with a @name of NULL. */
extern const struct inject_case inject_map_cases[];
/* The same with mappings of several pages. */
extern const struct inject_case inject_range_cases[];
/* Unmap many with one call. */
extern const struct inject_case inject_together_cases[];
/* Switch to task 2 and back. */
extern const struct inject_case inject_switch_cases[];

/*
 * Set up the state of @inject, operate while @plan is armed, check everything, unmap
 * everything, check again.
 */
void inject_run(const struct inject_case *inject, struct fake_plan *plan, bool speculative);

/* inject_run() with @action at each step in turn, until the operation has no further step. */
void inject_at_every_step(const struct inject_case *inject, inject_action action, bool speculative);

#endif
