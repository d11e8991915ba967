/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The framework of the self-tests, which run in the booted kernel on its real page
 * tables. A test is a function that returns false at its first failed CHECK.
 */
#ifndef SELFTEST_H
#define SELFTEST_H

#include <kmap/kmap.h>

#include "interrupt.h"
#include "memory.h"
#include "print.h"
#include "sched.h"

/**
 * struct selftest - one test
 * @name:  name of the result
 * @run:   the test
 * @slots: mappings of pages of one colour that it holds: it is skipped if fewer of them fit; 1 if
 *         it adapts to KMAP_SLOTS
 */
struct selftest {
	const char *name;
	bool (*run)(void);
	unsigned int slots;
};

/* One list for each file, ended by a NULL name. */
extern const struct selftest selftests_local[];
extern const struct selftest selftests_switch[];
extern const struct selftest selftests_interrupt[];
extern const struct selftest selftests_pin[];
extern const struct selftest selftests_affinity[];
extern const struct selftest selftests_unplug[];
extern const struct selftest selftests_wait[];
extern const struct selftest selftests_bounds[];
extern const struct selftest selftests_progress[];
extern const struct selftest selftests_flush[];
extern const struct selftest selftests_bug[];
extern const struct selftest selftests_page[];
extern const struct selftest selftests_range[];
extern const struct selftest selftests_batch[];
extern const struct selftest selftests_address[];
extern const struct selftest selftests_debug[];
extern const struct selftest selftests_stat[];
extern const struct selftest selftests_stress[];
extern const struct selftest selftests_io[];
extern const struct selftest selftests_io_misuse[];
extern const struct selftest selftests_persistent[];
extern const struct selftest selftests_reuse[];
extern const struct selftest selftests_persistent_full[];
extern const struct selftest selftests_execute[];
extern const struct selftest selftests_tables[];
extern const struct selftest selftests_pairs[];

/* Print a failed check as a diagnostic; returns false. */
bool check_failed(const char *file, int line, const char *what);

/* Make the result of this test SKIP. @reason must stay valid. Returns true. */
bool skip(const char *reason);

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			return check_failed(__FILE__, __LINE__, #condition);                       \
	} while (0)

/* A page of a cache colour; colours go on from the last one to the first. */
struct page *page_of_colour(enum zone zone, unsigned int colour);

/* A high page whose first and last words are @stamp, of the first colour, and of any. */
struct page *stamped_page(uint32_t stamp);
struct page *stamped_page_of(uint32_t stamp, unsigned int colour);

/* The colour of the @i-th of pages that fill all slots, each mapped in the lowest one. */
#define FILLING_COLOUR(i) (((i) << KMAP_GUARD) % KMAP_ARCH_COLOURS)

/* Whether the page at @address has @stamp in its first and last words. */
bool stamp_is(const void *address, uint32_t stamp);

/* Write a stamp into the page at @address. */
void stamp_write(void *address, uint32_t stamp);

/* Whether the current task holds nothing and is not pinned. */
bool nothing_held(void);

/* Run @function as a task on the CPUs in @allowed. */
void start(const char *name, void (*function)(void *), void *argument, unsigned int allowed);

/* Add one to a counter that tasks and interrupt handlers on all CPUs share. */
static inline void count_up(unsigned int *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/* What the tasks and handlers of a test found wrong. A test sets it to 0 before they begin. */
extern unsigned int failures;

/* Count a failure where @condition is true. */
static inline void failed_if(bool condition)
{
	if (condition)
		count_up(&failures);
}

/* Flags by which the tasks of a test wait for each other. */
static inline bool flag_is_set(const bool *flag)
{
	return __atomic_load_n(flag, __ATOMIC_ACQUIRE);
}

static inline void flag_set(bool *flag)
{
	__atomic_store_n(flag, true, __ATOMIC_RELEASE);
}

/* How often each spinner is preempted, or more often. */
#define PREEMPTIONS_MIN 5u

/*
 * For tests in which the tick preempts tasks that hold mappings. @count tasks each call
 * spinner_goes_on() in a loop, with a flag of their own that begins as false, until the
 * tick has preempted every one of them PREEMPTIONS_MIN times. They stop together: a task is only
 * preempted while another one is ready. None may leave the loop early.
 */
void spinners_expect(unsigned int count);
bool spinner_goes_on(bool *counted);

/* Sleep for so many ticks. */
void sleep_ticks(unsigned int ticks);

/*
 * For tests that may take long on a busy host: @total is the number of rounds of all
 * tasks; progress_step() says that one is done. Prints a line for every tenth of them. Any
 * task, on any CPU.
 */
void progress_begin(uint32_t total);
void progress_step(void);

/* Whether all rounds are done and progress was printed. */
bool progress_is_complete(void);

/* Set the name of the running test. */
void progress_name(const char *name);

/* From now on record reports instead of printing them. */
void reports_expect(void);

/* Stop recording. Returns how many reports came; *@last is the last one. */
unsigned int reports_take(struct kmap_report *last);

#endif
