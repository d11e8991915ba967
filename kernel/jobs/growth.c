/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What map, unmap and a switch cost as CPUs, tasks and mappings held become more, and what a
 * task and a CPU take. As in the benchmark, instructions are counted. The other CPUs have
 * come up, and are halted, so that the counter counts this one only.
 */
#include <kmap/kmap.h>

#include "bench_count.h"
#include "job.h"
#include "print.h"
#include "sched.h"

static struct page *pages[BENCH_HELD_MAX + 1];
static unsigned int halted;
static struct wait_queue sleepers;
static bool sleepers_may_end;

static void halt(void *argument)
{
	(void)argument;
	irq_disable();
	__atomic_fetch_add(&halted, 1, __ATOMIC_RELEASE);
	machine_halt();
}

static void others_halt(void)
{
	for (unsigned int number = 1; number < cpus_online; number++)
		task_create("halt", halt, NULL, PRIORITY_LATENCY, 1u << number);
	while (__atomic_load_n(&halted, __ATOMIC_ACQUIRE) < cpus_online - 1)
		task_sleep_until(machine_now_ns() + TICK_NS);
}

static void sleeper(void *argument)
{
	const void *address = kmap_local_page(argument);

	wait_event(&sleepers, sleepers_may_end);
	kunmap_local(address);
}

/* Local invalidations and restores of all windows so far. */
static uint32_t events(void)
{
	struct kmap_stat stat;
	uint32_t sum = 0;

	for (unsigned int i = 0; i < windows_count(); i++) {
		kmap_stat_read(window_of(i), &stat);
		sum += stat.local_invalidations;
	}
	return sum;
}

/* Events and instructions of one round, each to be divided by @rounds. */
struct cost {
	uint64_t instructions;
	uint32_t invalidations;
};

static struct cost pair_cost(void)
{
	uint32_t before = events();
	struct cost cost;

	cost.instructions = bench_pairs(pages[BENCH_HELD_MAX]) - BENCH_MEASURE((void)0);
	cost.invalidations = events() - before;
	return cost;
}

static struct cost switch_cost(unsigned int held)
{
	uint32_t before = events();
	struct cost cost;

	cost.instructions = bench_switches(pages, held) - BENCH_MEASURE((void)0);
	/* Each of the two gives its mappings back once, at the end. */
	cost.invalidations = events() - before - 2 * held;
	return cost;
}

static unsigned int each(uint64_t sum, uint64_t rounds)
{
	return (unsigned int)((sum + rounds / 2) / rounds);
}

/* A pair over @held mappings, and a switch between two tasks that hold as many. */
static void line_print(const char *what, unsigned int n, unsigned int held)
{
	void *addresses[BENCH_HELD_MAX] = { NULL };
	struct cost pair, one_switch;
	unsigned long flags = irq_save();

	for (unsigned int i = 0; i < held; i++)
		addresses[i] = kmap_local_page(pages[i]);
	pair = pair_cost();
	for (unsigned int i = 0; i < held; i++)
		kunmap_local(addresses[i]);
	irq_restore(flags);
	one_switch = switch_cost(held);
	print("@growth what=%s n=%u pair=%u pair_invalidations=%u switch=%u "
	      "switch_invalidations=%u\n",
	      what, n, each(pair.instructions, BENCH_ROUNDS),
	      each(pair.invalidations, BENCH_ROUNDS),
	      each(one_switch.instructions, 2 * BENCH_ROUNDS),
	      each(one_switch.invalidations, 2 * BENCH_ROUNDS));
}

static void bytes_print(void)
{
	print("@bytes kmap_ctrl=%u kmap_window=%u slots=%u tables=%u\n",
	      (unsigned int)sizeof(struct kmap_ctrl), (unsigned int)sizeof(struct kmap_window),
	      KMAP_WINDOW_SLOTS, (unsigned int)window_table_bytes());
}

#if KMAP_WINDOW_TASK

/* A task comes to a CPU where it was not last; its window has used @slots slots. */
static void arrival_print(unsigned int slots)
{
	struct kmap_ctrl *ctrl = keep(&current_task()->kmap);
	struct kmap_window *window = this_window();
	unsigned long flags = irq_save();
	uint32_t touched = window->touched;
	uint64_t counted;

	window->touched = (1u << slots) - 1;
	counted = BENCH_MEASURE(ctrl->cpu = KMAP_CPUS_MAX; kmap_switch_in(ctrl));
	counted -= BENCH_MEASURE((void)0);
	window->touched = touched;
	irq_restore(flags);
	print("@growth what=arrival n=%u switch=%u switch_invalidations=%u\n", slots,
	      each(counted, BENCH_ROUNDS), slots);
}

#else

static void arrival_print(unsigned int slots)
{
	(void)slots;
}

#endif

/* With @count tasks that sleep, each with a mapping. */
static void tasks_line(unsigned int count)
{
	sleepers_may_end = false;
	for (unsigned int i = 0; i < count; i++)
		task_create("sleeper", sleeper, pages[0], PRIORITY_MANAGER, 1);
	task_yield();
	line_print("tasks", count, 0);
	sleepers_may_end = true;
	wait_wake_all(&sleepers);
	task_yield();
}

const char *job_growth(void)
{
	static const unsigned int held[] = { 0, 1, 2, 4, 8 };

	wait_queue_init(&sleepers);
	for (unsigned int i = 0; i <= BENCH_HELD_MAX; i++)
		pages[i] = page_alloc(ZONE_HIGH);
	bytes_print();
	others_halt();
	line_print("cpus", cpus_online, 0);
	if (cpus_online > 1)
		return NULL;
	for (unsigned int count = 1; count <= TASKS_MAX / 2; count *= 4)
		tasks_line(count);
	for (unsigned int i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		line_print("held", held[i], held[i]);
	for (unsigned int i = 1; i < sizeof(held) / sizeof(held[0]); i++)
		arrival_print(held[i]);
	return NULL;
}
