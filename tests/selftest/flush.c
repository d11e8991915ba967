/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Flushes on all CPUs: the contract of the core when it calls kmap_host_flush_all(), and
 * many flushes at the same time. run_one() checks the contract after every test.
 */
#include "selftest.h"

#include "flush.h"
#include "persistent.h"

#define FLUSH_ROUNDS 300u

static void flush_a_page(void)
{
	kmap_host_flush_all(PERSISTENT_BASE, PERSISTENT_BASE + KMAP_PAGE_SIZE);
}

static void flush_with_interrupts_off(void)
{
	unsigned long flags;

	kmap_host_shared_lock();
	flags = irq_save();
	flush_a_page();
	irq_restore(flags);
	kmap_host_shared_unlock();
}

static void flush_in_a_handler(void)
{
	interrupt_test_hook(flush_a_page);
	kmap_host_shared_lock();
	machine_interrupt_self();
	kmap_host_shared_unlock();
	interrupt_test_hook(NULL);
}

/* Calls without the lock, with interrupts off, or in a handler are counted; correct ones not. */
static bool broken_promise(void)
{
	kmap_host_shared_lock();
	flush_a_page();
	kmap_host_shared_unlock();
	CHECK(shared_flush_misuses_take() == 0);
	flush_a_page();
	CHECK(shared_flush_misuses_take() == 1);
	preempt_disable();
	flush_a_page();
	preempt_enable();
	CHECK(shared_flush_misuses_take() == 1);
	flush_with_interrupts_off();
	CHECK(shared_flush_misuses_take() == 1);
	flush_in_a_handler();
	CHECK(shared_flush_misuses_take() == 1);
	return true;
}

static void flushes(void *argument)
{
	(void)argument;
	for (unsigned int i = 0; i < FLUSH_ROUNDS; i++) {
		flush_all_cpus(PERSISTENT_BASE, PERSISTENT_BASE + KMAP_PERSISTENT_SIZE);
		progress_step();
	}
}

/* All CPUs flush at the same time; each must get its answers. */
static bool flush_from_all_cpus(void)
{
	progress_begin(2 * cpus_online * FLUSH_ROUNDS);
	for (unsigned int i = 0; i < 2 * cpus_online; i++)
		start("flusher", flushes, NULL, CPU_MASK_ALL);
	task_wait_all();
	CHECK(progress_is_complete());
	return true;
}

const struct selftest selftests_flush[] = {
	{ "a flush of all CPUs that breaks the promise is counted", broken_promise, 1 },
	{ "persistent window: flush asked by all CPUs at once", flush_from_all_cpus, 1 },
	{ NULL, NULL, 0 },
};
