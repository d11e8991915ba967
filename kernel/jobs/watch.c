/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is told while the workers of a job work. A line for the CPUs and one for the phase,
 * because interrupts are off while a line is printed, and latency is measured meanwhile.
 */
#include "watch.h"

#include "print.h"
#include "sched.h"
#include "trace.h"

#define WATCH_NS 200000000u
/* A number of ten digits and a comma for each CPU. */
#define LIST_SIZE (KMAP_CPUS_MAX * 11 + 1)

static uint64_t printed_ns;
/* Preemptions of each CPU when the phase began. */
static unsigned int preempted_before[KMAP_CPUS_MAX];

void watch_begin(void)
{
	printed_ns = machine_now_ns();
	for (unsigned int i = 0; i < cpus_online; i++)
		preempted_before[i] = cpu_look(i).preempted_while_mapped;
}

bool watch_is_due(void)
{
	return machine_now_ns() - printed_ns >= WATCH_NS;
}

static void cpus_print(void)
{
	char held[LIST_SIZE], preempted[LIST_SIZE];
	size_t held_end = 0, preempted_end = 0;

	for (unsigned int i = 0; i < cpus_online; i++) {
		struct cpu_look look = cpu_look(i);
		const char *comma = i ? "," : "";

		held_end += print_to(held + held_end, sizeof(held) - held_end, "%s%u", comma,
				     look.held);
		preempted_end +=
			print_to(preempted + preempted_end, sizeof(preempted) - preempted_end,
				 "%s%u", comma, look.preempted_while_mapped - preempted_before[i]);
	}
	print("@cpus held=%s preempted=%s\n", held, preempted);
}

void watch_print(const char *phase, uint64_t done, uint64_t total, const char *unit)
{
	printed_ns = machine_now_ns();
	cpus_print();
	print("@progress phase=%s done=%llu total=%llu unit=%s\n", phase,
	      (unsigned long long)(done < total ? done : total), (unsigned long long)total, unit);
}

void watch_workers(const uint32_t *workers, void (*print)(void))
{
	while (__atomic_load_n(workers, __ATOMIC_ACQUIRE)) {
		task_sleep_until(machine_now_ns() + 10 * TICK_NS);
		trace_poll();
		if (watch_is_due())
			print();
	}
}

uint32_t watch_preempted(void)
{
	uint32_t sum = 0;

	for (unsigned int i = 0; i < cpus_online; i++)
		sum += cpu_look(i).preempted_while_mapped - preempted_before[i];
	return sum;
}
