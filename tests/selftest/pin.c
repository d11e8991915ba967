/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A task that holds a mapping stays on its CPU; a task that holds none may move. Where
 * windows are private, or the tasks' own, a task that holds mappings moves as well.
 */
#include "selftest.h"

/* How often a task must move, even on a slow machine. */
#define MOVES 20u
#define CHANGES 40u
#define CPU_NONE UINT32_MAX

static unsigned int moves;
static bool stop;

/* The CPU that a task is to go to has changed: where one with a mapping is now. */
static unsigned int expected_with_mapping(unsigned int home, unsigned int target)
{
	return KMAP_WINDOW_CPU ? home : target;
}

/* The CPU on which each of these tasks was last. */
static unsigned int now_on[KMAP_CPUS_MAX];

/* Hold a mapping and check the CPU, while another task changes this one's affinity. */
static void pinned(void *argument)
{
	unsigned int number = (unsigned int)(uintptr_t)argument;
	uint32_t stamp = 42 + number;
	struct page *page = stamped_page(stamp);
	const void *address = kmap_local_page(page);
	const struct cpu *home = this_cpu();

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		failed_if(KMAP_WINDOW_CPU && this_cpu() != home);
		failed_if(!stamp_is(address, stamp));
		__atomic_store_n(&now_on[number], this_cpu()->number, __ATOMIC_RELAXED);
		task_yield();
	}
	__atomic_fetch_add(&moves, current_task()->migrated_while_mapped, __ATOMIC_RELAXED);
	kunmap_local(address);
	page_free(page);
}

/* A task that is free to move is moved before the next change. */
static void wait_until_on(unsigned int number, unsigned int cpu)
{
	while (!KMAP_WINDOW_CPU && __atomic_load_n(&now_on[number], __ATOMIC_RELAXED) != cpu)
		sleep_ticks(1);
}

/*
 * Affinity changes and load do not move a task that holds a mapping (bug B3); or they do, and
 * all tasks keep their pages, at the same address.
 */
static bool pinned_against_load(void)
{
	struct task *tasks[KMAP_CPUS_MAX] = { NULL };

	stop = false;
	failures = moves = 0;
	for (unsigned int i = 0; i < cpus_online; i++) {
		now_on[i] = CPU_NONE;
		tasks[i] = task_create("pinned", pinned, (void *)(uintptr_t)i, PRIORITY_WORKER,
				       CPU_MASK_ALL);
	}
	for (unsigned int i = 0; i < CHANGES; i++) {
		for (unsigned int j = 0; j < cpus_online; j++)
			task_set_allowed(tasks[j], 1u << (i + j) % cpus_online);
		sleep_ticks(1);
		for (unsigned int j = 0; j < cpus_online; j++)
			wait_until_on(j, (i + j) % cpus_online);
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	task_wait_all();
	CHECK(failures == 0);
	/* Each change moves each task; the first one may find it without a mapping. */
	CHECK(KMAP_WINDOW_CPU || cpus_online == 1 ? moves == 0
						  : moves >= (CHANGES - 1) * cpus_online);
	return true;
}

static volatile unsigned int home_cpu, left_for;

static void mover(void *argument)
{
	struct page *page = stamped_page(1);
	struct task *self = current_task();
	const void *address = kmap_local_page(page);
	unsigned int target;

	(void)argument;
	home_cpu = this_cpu()->number;
	target = (home_cpu + 1) % cpus_online;
	task_set_allowed(self, 1u << target);
	task_yield();
	failed_if(this_cpu()->number != expected_with_mapping(home_cpu, target));
	failed_if(!stamp_is(address, 1));
	kunmap_local(address);
	left_for = this_cpu()->number;
	page_free(page);
}

/* An affinity change during a mapping takes effect at the unmap; or at once. */
static bool moves_at_unmap(void)
{
	failures = 0;
	start("mover", mover, NULL, CPU_MASK_ALL);
	task_wait_all();
	CHECK(failures == 0);
	CHECK(left_for == (home_cpu + 1) % cpus_online);
	return true;
}

/* The last pin goes while preemption is disabled by kmap_atomic(), of a high and of a low page. */
static void atomic_mover(void *argument)
{
	enum zone zone = argument ? ZONE_LOW : ZONE_HIGH;
	struct page *page = stamped_page(4), *second = page_alloc(zone);
	const void *address = kmap_local_page(page), *atomic;
	unsigned int target;

	home_cpu = this_cpu()->number;
	target = (home_cpu + 1) % cpus_online;
	task_set_allowed(current_task(), 1u << target);
	atomic = kmap_atomic(second);
	kunmap_local(address);
	failed_if(this_cpu()->number != expected_with_mapping(home_cpu, target));
	kunmap_atomic(atomic);
	left_for = this_cpu()->number;
	page_free(page);
	page_free(second);
}

/* An affinity change also takes effect if the task cannot be moved at the unmap itself. */
static bool moves_when_preemptible(void)
{
	for (uintptr_t low = 0; low < 2; low++) {
		failures = 0;
		start("atomic mover", atomic_mover, (void *)low, CPU_MASK_ALL);
		task_wait_all();
		CHECK(failures == 0);
		CHECK(left_for == (home_cpu + 1) % cpus_online);
	}
	return true;
}

static void low_mover(void *argument)
{
	struct page *page = page_alloc(ZONE_LOW);
	struct task *self = current_task();
	void *address = kmap_local_page(page);

	(void)argument;
	stamp_write(address, 3);
	home_cpu = this_cpu()->number;
	task_set_allowed(self, 1u << (home_cpu + 1) % cpus_online);
	left_for = this_cpu()->number;
	failed_if(!stamp_is(address, 3));
	kunmap_local(address);
	page_free(page);
}

/* A low page does not pin: the task moves while it "holds" one. */
static bool low_page_does_not_pin(void)
{
	failures = 0;
	start("low mover", low_mover, NULL, CPU_MASK_ALL);
	task_wait_all();
	CHECK(failures == 0);
	CHECK(left_for ==
	      (KMAP_FORCE_MAP && KMAP_WINDOW_CPU ? home_cpu : (home_cpu + 1) % cpus_online));
	return true;
}

static void wanderer(void *argument)
{
	volatile unsigned int *migrations = argument;
	struct page *page = stamped_page(6);
	uint64_t end_ns = machine_now_ns() + 50 * TICK_NS;

	for (unsigned int i = 0; i < MOVES || machine_now_ns() < end_ns; i++) {
		const void *address = kmap_local_page(page);

		task_yield();
		failed_if(!stamp_is(address, 6));
		kunmap_local(address);
		task_set_allowed(current_task(), 1u << i % cpus_online);
	}
	*migrations = current_task()->migrations;
	page_free(page);
}

/* Between mappings a task does move, and its next mapping is on the new CPU. */
static bool moves_between_mappings(void)
{
	volatile unsigned int migrations = 0;

	failures = 0;
	start("wanderer", wanderer, (void *)&migrations, CPU_MASK_ALL);
	task_wait_all();
	CHECK(failures == 0);
	CHECK(cpus_online == 1 || migrations > 5);
	return true;
}

#define VISITS 200u

/* Show one page after the other at the same address, on one CPU after the other. */
static void visitor(void *argument)
{
	struct page *pages[] = { stamped_page(7), stamped_page(8), stamped_page(9) };
	const void *first = NULL;

	(void)argument;
	for (unsigned int i = 0; i < VISITS; i++) {
		const void *address = kmap_local_page(pages[i % 3]);

		failed_if(!stamp_is(address, 7 + i % 3));
		task_set_allowed(current_task(), 1u << i % cpus_online);
		task_yield();
		failed_if(!stamp_is(address, 7 + i % 3));
		failed_if(!KMAP_WINDOW_CPU && first && address != first);
		first = address;
		kunmap_local(address);
	}
	for (unsigned int i = 0; i < 3; i++)
		page_free(pages[i]);
}

/* A CPU that a task comes back to does not show it what the address meant there before. */
static bool nothing_stale_after_a_move(void)
{
	failures = 0;
	start("visitor", visitor, NULL, CPU_MASK_ALL);
	task_wait_all();
	CHECK(failures == 0);
	return true;
}

static struct page *heir_pages[3];
static const void *heir_address;

/* Leave CPU 0 with a mapping, so that nothing invalidates it there. */
static void heir(void *argument)
{
	uint32_t nr = (uint32_t)(uintptr_t)argument % 3;

	heir_address = kmap_local_page(heir_pages[nr]);
	failed_if(!stamp_is(heir_address, nr));
	task_set_allowed(current_task(), 1u << (cpus_online - 1));
	failed_if(!stamp_is(heir_address, nr));
	kunmap_local(heir_address);
}

/* Nor does one on which another task had the window of this one. */
static bool nothing_stale_in_a_used_window(void)
{
	const void *address = NULL;

	failures = 0;
	for (uint32_t nr = 0; nr < 3; nr++)
		heir_pages[nr] = stamped_page(nr);
	for (unsigned int i = 0; i < VISITS; i++) {
		start("heir", heir, (void *)(uintptr_t)i, 1);
		task_wait_all();
		failed_if(!KMAP_WINDOW_CPU && i && heir_address != address);
		address = heir_address;
	}
	for (uint32_t nr = 0; nr < 3; nr++)
		page_free(heir_pages[nr]);
	CHECK(failures == 0);
	return true;
}

const struct selftest selftests_pin[] = {
	{ "pinned against affinity changes and load (B3)", pinned_against_load, 1 },
	{ "an affinity change takes effect at the unmap", moves_at_unmap, 1 },
	{ "an affinity change takes effect when preemption is enabled again",
	  moves_when_preemptible, 2 },
	{ "a low page does not pin", low_page_does_not_pin, 1 },
	{ "tasks move between mappings", moves_between_mappings, 1 },
	{ "nothing stale on a CPU that a task comes back to", nothing_stale_after_a_move, 1 },
	{ "nothing stale in a window that another task had", nothing_stale_in_a_used_window, 1 },
	{ NULL, NULL, 0 },
};
