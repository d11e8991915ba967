/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Self-tests of a port, for any kernel. Compile kmap_selftest.c into the kernel, with the
 * same flags as its other files; fill in a struct kmap_selftest_host, call
 * kmap_selftest_report() first in kmap_host_bug(), and call kmap_selftest_run().
 *
 * A kernel without scheduler and interrupts provides three functions: page_alloc,
 * page_free and print. Tests that need more than the host provides are skipped. The tests
 * are freestanding, and allocate only pages.
 */
#ifndef KMAP_SELFTEST_H
#define KMAP_SELFTEST_H

#include <kmap/kmap.h>

/** KMAP_SELFTEST_PAGES - pages that the tests allocate. */
#define KMAP_SELFTEST_PAGES 32

/**
 * struct kmap_selftest_more - a test of the host's own
 * @name:    what it tests; NULL behind the last one
 * @run:     run it: true if it passed. It leaves nothing mapped. What it prints of a
 *           failure begins with "# "
 * @skipped: why it cannot run; NULL if it can
 */
struct kmap_selftest_more {
	const char *name;
	bool (*run)(void);
	const char *skipped;
};

/**
 * struct kmap_selftest_host - what the tests need of a kernel
 *
 * Needed:
 * @page_alloc: allocate a page of high memory, contents undefined; NULL if there is none
 * @page_free:  free it
 * @print:      print a line; the text has no newline. Task context
 *
 * Tasks; NULL or false without a scheduler:
 * @task_start: start a task that calls @function(@argument) and ends, on CPU @cpu,
 *              below @cpus, where it stays unless it calls @task_move; false on
 *              failure. It runs when the caller waits, or at once. A host with one
 *              CPU, or one that cannot choose the CPU, ignores @cpu
 * @task_wait:  return when all tasks that were started have ended. The caller
 *              may hold mappings
 * @task_yield: let the other tasks of this CPU run; all started tasks take turns.
 *              They may hold mappings
 * @preemptive: they take turns without @task_yield as well: the timer preempts one
 *              of them for another that is ready
 *
 * Several CPUs; 0 and NULL with one:
 * @cpus:       number of CPUs that run tasks, numbered from 0
 * @cpu:        the number of this CPU
 * @task_move:  move the calling task to CPU @cpu, and return there. A pinned task
 *              stays where it is, until it is unpinned or for good
 *
 * Interrupts; NULL or false without:
 * @interrupt:  call @handler in an interrupt handler on this CPU, over the caller,
 *              and return when it has returned
 * @interrupts_nest: @handler may itself call @interrupt
 * @interrupts_checked: kmap_irq_enter() and kmap_irq_exit() are called around @handler
 *
 * Persistent mappings:
 * @persistent:         kmap_persistent_init() was called, and kmap() works
 *
 * Others:
 * @more:               tests of the host's own, which run after these; or NULL
 */
struct kmap_selftest_host {
	kmap_page_t *(*page_alloc)(void);
	void (*page_free)(kmap_page_t *page);
	void (*print)(const char *line);
	bool (*task_start)(void (*function)(void *argument), void *argument, unsigned int cpu);
	void (*task_wait)(void);
	void (*task_yield)(void);
	bool preemptive;
	unsigned int cpus;
	unsigned int (*cpu)(void);
	void (*task_move)(unsigned int cpu);
	void (*interrupt)(void (*handler)(void));
	bool interrupts_nest;
	bool interrupts_checked;
	bool persistent;
	const struct kmap_selftest_more *more;
};

/**
 * kmap_selftest_run() - run all tests
 * @host: what this kernel provides
 *
 * Prints the results in the Test Anything Protocol: a plan, "ok 1 - name" or "not ok 1 -
 * name" for each test, with "# SKIP" if the host cannot run it, and
 * "# 30 passed, 0 failed, 2 skipped" at the end. Before each test a line "# name" is
 * printed, so that after a crash the last line names the test.
 *
 * Context: a task that may sleep, holds no mappings, and need not be preemptible;
 * interrupts as usual for such a task. Not reentrant. Interrupt handlers of the host that
 * map pages as well disturb the tests that take all slots; other tasks that call kmap()
 * meanwhile disturb those of persistent mappings.
 * Return: true if no test failed.
 */
bool kmap_selftest_run(const struct kmap_selftest_host *host);

/**
 * kmap_selftest_report() - pass a report of misuse to the tests
 * @report: the argument of kmap_host_bug()
 *
 * kmap_host_bug() calls it first, and returns at once if it returns true. Without this
 * call the tests of misuse fail, or never return.
 *
 * Context: any. Return: true if the tests expect a report at the moment.
 */
bool kmap_selftest_report(const struct kmap_report *report);

#endif
