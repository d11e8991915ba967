/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window when it is full, and under stress. The last test checks that no
 * slot was lost.
 */
#include "persistent.h"

#include "random.h"

#define PERSISTENT_TASKS_A_CPU 3
#define STRESS_ROUNDS 12000u
#define STRESS_HELD 4
#define CROWD_ROUNDS 100u

_Static_assert(KMAP_PERSISTENT_PAGES >= STRESS_HELD * PERSISTENT_TASKS_A_CPU * KMAP_CPUS_MAX,
	       "tasks that hold several pages while they wait for one could wait for ever");

struct page *persistent_sets[SETS][KMAP_PERSISTENT_PAGES];
void *persistent_addresses[KMAP_PERSISTENT_PAGES];

bool persistent_sets_make(void)
{
	for (unsigned int set = 0; set < SETS; set++)
		for (uint32_t i = 0; i < KMAP_PERSISTENT_PAGES; i++)
			persistent_sets[set][i] = stamped_page_of(STAMP(set, i), i);
	return true;
}

void persistent_set_map(unsigned int set)
{
	for (uint32_t i = 0; i < KMAP_PERSISTENT_PAGES; i++)
		persistent_addresses[i] = kmap(persistent_sets[set][i]);
}

void persistent_set_unmap(unsigned int set)
{
	for (uint32_t i = 0; i < KMAP_PERSISTENT_PAGES; i++)
		kunmap(persistent_sets[set][i]);
}

struct kmap_persistent_stat persistent_stat(void)
{
	struct kmap_persistent_stat stat;

	kmap_persistent_stat_read(&stat);
	return stat;
}

/*
 * Read one set forwards and the other backwards: so the entries that a TLB still has of
 * the last set are used before they are evicted.
 */
static void reads_set(void *argument)
{
	unsigned int set = (unsigned int)(uintptr_t)argument;

	for (uint32_t nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++) {
		uint32_t i = set ? KMAP_PERSISTENT_PAGES - 1 - nr : nr;

		failed_if(!stamp_is(persistent_addresses[i], STAMP(set, i)));
	}
}

bool persistent_set_seen(unsigned int set)
{
	failures = 0;
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++)
		start("reader", reads_set, (void *)(uintptr_t)set, 1u << cpu);
	task_wait_all();
	CHECK(failures == 0);
	return true;
}

static struct page *sleeper_page;
static void *volatile sleeper_address;
static bool sleeper_done;

static void sleeper(void *argument)
{
	sleeper_address = argument ? kmap_interruptible(sleeper_page) : kmap(sleeper_page);
	flag_set(&sleeper_done);
}

static void interrupted_sleeper(void *argument)
{
	task_interrupt(current_task());
	sleeper(argument);
}

/* Start a task that wants a page while the persistent window is full; NULL if it does not sleep. */
static struct task *sleeper_start(void (*function)(void *), bool interruptible)
{
	struct task *task;

	sleeper_page = persistent_sets[1][7];
	sleeper_address = NULL;
	sleeper_done = false;
	task = task_create("sleeper", function, interruptible ? &sleeper_page : NULL,
			   PRIORITY_WORKER, CPU_MASK_ALL);
	while (!flag_is_set(&sleeper_done)) {
		if (task_look(task).asleep)
			return task;
		sleep_ticks(1);
	}
	return NULL;
}

static bool full_persistent_try(void)
{
	persistent_set_map(0);
	CHECK(!kmap_try(persistent_sets[1][7]));
	CHECK(kmap_try(persistent_sets[0][7]) == persistent_addresses[7]);
	kunmap(persistent_sets[0][7]);
	persistent_set_unmap(0);
	return true;
}

/* The sleeper gets the slot that becomes unused, and the old page is gone (bug B23). */
static bool full_persistent_sleep(void)
{
	persistent_set_map(0);
	CHECK(sleeper_start(sleeper, false));
	kunmap(persistent_sets[0][9]);
	task_wait_all();
	CHECK(sleeper_done && sleeper_address == persistent_addresses[9]);
	CHECK(stamp_is(sleeper_address, STAMP(1, 7)));
	CHECK(!kmap_high_get(persistent_sets[0][9]));
	kunmap(sleeper_page);
	persistent_addresses[9] = kmap(persistent_sets[0][9]);
	CHECK(stamp_is(persistent_addresses[9], STAMP(0, 9)));
	persistent_set_unmap(0);
	return true;
}

static bool full_persistent_interruptible(void)
{
	struct task *task;

	persistent_set_map(0);
	task = sleeper_start(sleeper, true);
	CHECK(task);
	task_interrupt(task);
	task_wait_all();
	CHECK(sleeper_done && !sleeper_address);
	CHECK(!kmap_high_get(sleeper_page));
	CHECK(sleeper_start(sleeper, true));
	kunmap(persistent_sets[0][9]);
	task_wait_all();
	CHECK(stamp_is(sleeper_address, STAMP(1, 7)));
	kunmap(sleeper_page);
	persistent_addresses[9] = kmap(persistent_sets[0][9]);
	persistent_set_unmap(0);
	return true;
}

/* An interruption that came before the wait ends it; nothing is mapped. */
static bool full_persistent_interrupted_before(void)
{
	struct task *task;

	persistent_set_map(0);
	task = sleeper_start(interrupted_sleeper, true);
	if (task)
		task_interrupt(task);
	task_wait_all();
	CHECK(!task && !sleeper_address);
	CHECK(!kmap_high_get(sleeper_page));
	persistent_set_unmap(0);
	return true;
}

static bool stress_round(struct random *random)
{
	struct page *held[STRESS_HELD];
	unsigned int count = 1 + random_below(random, STRESS_HELD);

	for (unsigned int i = 0; i < count; i++) {
		unsigned int set = random_below(random, SETS);
		uint32_t number = random_below(random, KMAP_PERSISTENT_PAGES);

		held[i] = persistent_sets[set][number];
		CHECK(stamp_is(kmap(held[i]), STAMP(set, number)));
	}
	if (random_below(random, 64) == 0)
		kmap_flush_unused();
	for (unsigned int i = 0; i < count; i++)
		kunmap(held[i]);
	return true;
}

static void stresser(void *argument)
{
	struct random random = { (uint32_t)(uintptr_t)argument };

	for (uint32_t i = 0; i < STRESS_ROUNDS / (PERSISTENT_TASKS_A_CPU * cpus_online); i++) {
		failed_if(!stress_round(&random));
		progress_step();
	}
}

/* All CPUs map and unmap twice as many pages as there is room for (bugs B7, B25). */
static bool persistent_stress(void)
{
	struct kmap_persistent_stat before = persistent_stat(), after;
	unsigned int tasks = PERSISTENT_TASKS_A_CPU * cpus_online;

	failures = 0;
	progress_begin(STRESS_ROUNDS / tasks * tasks);
	for (unsigned int i = 0; i < tasks; i++)
		start("stresser", stresser, (void *)(uintptr_t)(i + 1), CPU_MASK_ALL);
	task_wait_all();
	after = persistent_stat();
	print("# %u wraps, %u flushes, %u waits\n", after.wraps - before.wraps,
	      after.flushes - before.flushes, after.waits - before.waits);
	CHECK(failures == 0);
	CHECK(progress_is_complete());
	CHECK(after.wraps > before.wraps);
	return true;
}

static void crowd(void *argument)
{
	struct random random = { (uint32_t)(uintptr_t)argument };

	for (uint32_t i = 0; i < CROWD_ROUNDS; i++) {
		uint32_t choice = random_below(&random, KMAP_PERSISTENT_PAGES / KMAP_ARCH_COLOURS);
		uint32_t number = choice * KMAP_ARCH_COLOURS;
		struct page *page = persistent_sets[1][number];
		const void *address = choice % 2 ? kmap(page) : kmap_interruptible(page);

		task_yield();
		failed_if(!stamp_is(address, STAMP(1, number)));
		kunmap(page);
		progress_step();
	}
}

/* Many tasks with room for one page, of the first colour: each gets its turn (bug B23). */
static bool crowded(void)
{
	struct kmap_persistent_stat before = persistent_stat();

	failures = 0;
	progress_begin(CROWD_ROUNDS * PERSISTENT_TASKS_A_CPU * cpus_online);
	persistent_set_map(0);
	kunmap(persistent_sets[0][0]);
	for (unsigned int i = 0; i < PERSISTENT_TASKS_A_CPU * cpus_online; i++)
		start("crowd", crowd, (void *)(uintptr_t)(i + 1), CPU_MASK_ALL);
	task_wait_all();
	persistent_addresses[0] = kmap(persistent_sets[0][0]);
	CHECK(failures == 0);
	CHECK(progress_is_complete());
	CHECK(persistent_stat().waits > before.waits);
	CHECK(persistent_set_seen(0));
	persistent_set_unmap(0);
	return true;
}

/* No slot was lost: the whole persistent window can be used. */
static bool all_room_is_left(void)
{
	kmap_flush_unused();
	for (uint32_t i = 0; i < KMAP_PERSISTENT_PAGES; i++)
		CHECK(kmap_try(persistent_sets[1][i]));
	persistent_set_unmap(1);
	for (unsigned int set = 0; set < SETS; set++)
		for (uint32_t i = 0; i < KMAP_PERSISTENT_PAGES; i++)
			page_free(persistent_sets[set][i]);
	return true;
}

const struct selftest selftests_persistent_full[] = {
	{ "persistent window: full, kmap_try fails (B23)", full_persistent_try, 1 },
	{ "persistent window: full, kmap sleeps (B23)", full_persistent_sleep, 1 },
	{ "persistent window: full, kmap_interruptible is interrupted",
	  full_persistent_interruptible, 1 },
	{ "persistent window: full, kmap_interruptible was interrupted before",
	  full_persistent_interrupted_before, 1 },
	{ "persistent window: stress (B7, B25)", persistent_stress, 1 },
	{ "persistent window: many tasks, room for one page (B23)", crowded, 1 },
	{ "persistent window: nothing is lost", all_room_is_left, 1 },
	{ NULL, NULL, 0 },
};
