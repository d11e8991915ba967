/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step points. Every hook of the fake architecture and host, and every store
 * of one word in them, passes through fake_step() first. A test arms a plan,
 * and when its step is reached the plan's action runs there: an interrupt, a
 * task switch, or whatever else may come between two stores.
 */
#ifndef FAKE_STEP_H
#define FAKE_STEP_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct fake_plan - one thing to happen at one step
 * @at:     number of steps to let pass first
 * @action: what happens
 * @nested: plan that is armed while the action runs, or NULL
 * @then:   plan that is armed when the action has returned, or NULL
 * @fired:  set when the step was reached
 * @left:   steps still to pass
 */
struct fake_plan {
	unsigned int at;
	void (*action)(void);
	struct fake_plan *nested;
	struct fake_plan *then;
	bool fired;
	unsigned int left;
};

/* True: at every step the TLB is filled from every valid PTE of the CPU's window. */
extern bool fake_speculative;

/* Called at every step when not NULL, before any plan. */
extern void (*fake_observer)(void);

/* Steps passed since fake_steps_reset(). */
extern unsigned long fake_steps;

/* Forget all plans, the observer and the trail. */
void fake_steps_reset(void);

/* Make @plan, or NULL for none, the one that counts steps. */
void fake_arm(struct fake_plan *plan);

/* No plan from now on; the trail is kept for messages. */
void fake_disarm(void);

/* A step point; @what names the step in messages. */
void fake_step(const char *what);

/* The steps at which something was injected since the last fake_arm(), for messages. */
const char *fake_trail(void);

/* Fail the test, naming the steps at which something was injected. */
_Noreturn void fake_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One store, after a step point. */
static inline void fake_store(uint32_t *word, uint32_t value, const char *what)
{
	fake_step(what);
	*word = value;
}

#endif
