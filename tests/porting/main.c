/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Boot, then run what docs/porting.md shows: the first mapping, the self-tests, more tasks
 * than the persistent window has room for, and a report.
 */
#include <kmap_selftest.h>

#include "kernel.h"

struct multiboot_info {
	uint32_t flags;
	uint32_t mem_lower, mem_upper;
};

extern const uint8_t kernel_end[];
static unsigned int cpus_running = 1;

void boot_main(uint32_t information);
void other_main(void);
void __real_kmap_host_bug(const struct kmap_report *report);
void __wrap_kmap_host_bug(const struct kmap_report *report);

/* The call of step 6, in front of the kmap_host_bug() of the example. */
void __wrap_kmap_host_bug(const struct kmap_report *report)
{
	if (!kmap_selftest_report(report))
		__real_kmap_host_bug(report);
}

/* CPUs start one at a time, so cpus_running is the number of this one. */
void other_main(void)
{
	unsigned int number = cpus_running;

	machine_cpu_init(number);
	sched_cpu_init(number);
	example_cpu_start();
	machine_timer_start();
	__atomic_store_n(&cpus_running, number + 1, __ATOMIC_RELEASE);
	idle();
}

static void others_start(void)
{
	for (unsigned int cpu = 1; cpu < CPUS; cpu++) {
		machine_cpu_run(cpu, idle_stack_end(cpu));
		while (__atomic_load_n(&cpus_running, __ATOMIC_ACQUIRE) == cpu)
			__asm__ volatile("pause");
	}
}

void boot_main(uint32_t information)
{
	const struct multiboot_info *info = direct(0) + information;
	unsigned long end = ((uintptr_t)kernel_end - KERNEL_BASE + 4095) >> 12;
	const void *address;

	machine_cpu_init(0);
	memory_init((1024 + info->mem_upper) / 4, end);
	example_windows_setup();
	sched_cpu_init(0);
	example_setup();
	kmap_smoke_test(DIRECT_FRAMES);
	others_start();
	machine_timer_start();
	__asm__ volatile("sti");
	if (!selftest() || !stress())
		machine_exit(false);
	panic_is_right();
	address = kmap_local_pfn(DIRECT_FRAMES);
	kunmap_local(address);
	kunmap_local(address);
	machine_exit(false);
}
