/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Self-tests of a port, for any kernel. Compile kmap_selftest.c into the kernel,
 * with the flags of all its files; fill in a struct kmap_selftest_host, call
 * kmap_selftest_report() first in kmap_host_bug(), and call kmap_selftest_run().
 *
 * A kernel without scheduler and interrupts gives three functions: page_alloc,
 * page_free and print. Tests that need what the host does not give are skipped.
 * They are freestanding, and allocate nothing but pages.
 */
#ifndef KMAP_SELFTEST_H
#define KMAP_SELFTEST_H

#include <kmap/kmap.h>

/** KMAP_SELFTEST_PAGES - pages that the tests take. */
#define KMAP_SELFTEST_PAGES 32

/**
 * struct kmap_selftest_host - what the tests ask of a kernel
 *
 * Needed:
 * @page_alloc: a page of high memory, contents undefined; NULL when there is none
 * @page_free:  give it back
 * @print:      print a line of text; it has no line end. Task context
 *
 * Tasks, NULL or 0 without a scheduler:
 * @task_start: start a task that calls @function(@argument) and ends, on CPU @cpu,
 *              below @cpus, where it stays unless it calls @task_move; false if it
 *              cannot. It runs once the caller waits, or at once. A host with one
 *              CPU, or one that cannot say where, ignores @cpu
 * @task_wait:  return when all tasks that were started have ended. The caller
 *              may hold mappings
 * @task_yield: let the other tasks of this CPU run; all tasks that were started
 *              take turns. They hold mappings
 * @preemptive: they take turns without that as well: the timer preempts a task
 *              of ours for another one that is ready
 *
 * Several CPUs, 0 and NULL with one:
 * @cpus:       how many run tasks, numbered from 0
 * @cpu:        the number of this one
 * @task_move:  move the calling task to CPU @cpu, and return there. A task that is
 *              pinned stays where it is, for now or for good
 *
 * Interrupts, NULL or false without:
 * @interrupt:  call @handler in an interrupt handler of this CPU, over the caller,
 *              and return when it has returned
 * @interrupts_nest: such a @handler may itself call @interrupt
 * @interrupts_checked: kmap_irq_enter() and kmap_irq_exit() are around @handler
 *
 * Persistent mappings:
 * @persistent:         kmap_persistent_init() was called, and kmap() works
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
};

/**
 * kmap_selftest_run() - run all tests
 * @host: what this kernel gives
 *
 * Prints the results in the Test Anything Protocol: a plan, "ok 1 - name" or
 * "not ok 1 - name" for each test, "# SKIP" behind one that the host cannot run,
 * "#" before remarks, one of them before each test, so that after a crash the
 * last line names the test; "# 30 passed, 0 failed, 2 skipped" at the end.
 *
 * Context: a task that may sleep, holds no mappings, and need not be preemptible;
 * interrupts as they are for such a task. Once at a time. Interrupt handlers of
 * the host that map pages, too, disturb the tests that take all slots; other tasks
 * that call kmap() meanwhile, those of persistent mappings.
 * Return: whether none failed.
 */
bool kmap_selftest_run(const struct kmap_selftest_host *host);

/**
 * kmap_selftest_report() - a report of misuse, perhaps a test's
 * @report: what kmap_host_bug() got
 *
 * kmap_host_bug() calls it first, and returns at once if it says true. Without
 * that the tests of misuse fail, or never return.
 *
 * Context: any. Return: whether the tests expect reports just now.
 */
bool kmap_selftest_report(const struct kmap_report *report);

#endif
