/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step points. Every hook of the fake architecture and host, and every store of a word in
 * one, calls fake_step() first. A test arms a plan, and the plan's action runs at the given
 * step: an interrupt, a task switch, or anything else that may happen between two stores.
 */
#ifndef FAKE_STEP_H
#define FAKE_STEP_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct fake_plan - an action at one step
 * @at:     number of steps to skip first
 * @action: what to do
 * @nested: plan to arm while the action runs, or NULL
 * @then:   plan to arm when the action has returned, or NULL
 * @fired:  set when the step was reached
 * @left:   steps left to skip
 */
struct fake_plan {
	unsigned int at;
	void (*action)(void);
	struct fake_plan *nested;
	struct fake_plan *then;
	bool fired;
	unsigned int left;
};

/* Whether the TLB is filled at every step from every valid PTE of the CPU's window. */
extern bool fake_speculative;

/* Called at every step before any plan; may be NULL. */
extern void (*fake_observer)(void);

/* The number of steps since fake_steps_reset(). */
extern unsigned long fake_steps;

/* Remove all plans, the observer and the trail. */
void fake_steps_reset(void);

/* Make @plan, or NULL for none, the one that counts steps. */
void fake_arm(struct fake_plan *plan);

/* Remove the plan; the trail is kept for messages. */
void fake_disarm(void);

/* A step point; @what names the step in messages. */
void fake_step(const char *what);

/* The steps at which a plan fired since the last fake_arm(), for messages. */
const char *fake_trail(void);

/* Fail the test, with the steps at which a plan fired. */
_Noreturn void fake_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One store, after a step point. */
static inline void fake_store(uint32_t *word, uint32_t value, const char *what)
{
	fake_step(what);
	*word = value;
}

#endif
