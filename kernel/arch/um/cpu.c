/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * CPUs are threads. Each starts on the stack of its idle task, so that there is
 * always a current task.
 */
#include "machine_private.h"

/* How long a CPU may take to come up (the host may be very busy), and how often to poll. */
#define START_NS 10000000000u
#define START_POLL_NS 100000u

/* cpu_relax() sleeps once in so many calls, for so long. */
#define RELAXES_PER_SLEEP 2000
#define RELAX_SLEEP_NS 20000

_Static_assert(KMAP_CPUS_MAX <= OS_CPUS_MAX, "the libc half has room for fewer CPUs");

struct arch_cpu arch_cpus[KMAP_CPUS_MAX];

static const char *boot_command_line;

/* On the new thread, on the stack of @idle, with signals masked. */
static void cpu_enter(unsigned int number)
{
	current_task()->arch.cpu = &arch_cpus[number];
	os_interrupts_unmask();
	if (number)
		cpu_main();
	memory_tell();
	kernel_main(boot_command_line, um_memory.module, (size_t)um_memory.module_bytes);
}

/* The thread's stack is the stack of @idle, above the task. */
static bool thread_start(unsigned int number, struct task *idle)
{
	size_t used = (sizeof(*idle) + 63) / 64 * 64;

	arch_cpus[number].number = number;
	return os_cpu_start(number, (char *)idle + used, TASK_STACK_SIZE - used, cpu_enter);
}

void machine_boot(const struct os_options *options)
{
	boot_command_line = options->command_line;
	memory_setup(options);
	if (!thread_start(0, &task_stacks[0].task))
		os_die("start of the first CPU");
}

static bool wait_ready(const struct arch_cpu *cpu)
{
	uint64_t deadline_ns = machine_now_ns() + START_NS;

	while (!__atomic_load_n(&cpu->ready, __ATOMIC_ACQUIRE)) {
		unsigned long flags;

		if (machine_now_ns() > deadline_ns)
			return false;
		flags = irq_save();
		os_sleep_ns(START_POLL_NS);
		irq_restore(flags);
	}
	return true;
}

bool machine_cpu_start(unsigned int number, struct task *idle)
{
	unsigned long flags = irq_save();
	bool started = thread_start(number, idle);

	irq_restore(flags);
	return started && wait_ready(&arch_cpus[number]);
}

void machine_cpu_ready(void)
{
	__atomic_store_n(&this_arch_cpu()->ready, true, __ATOMIC_RELEASE);
}

/*
 * The other CPU is a thread. If the wait is longer than a critical section, that thread
 * is waiting for a host CPU, perhaps for this one: sleep, so that it can run. Not
 * sched_yield(): Linux puts the thread behind all others of the host at each call, and a
 * loop of calls can take seconds.
 */
void cpu_relax(void)
{
	struct arch_cpu *cpu = this_arch_cpu();
	unsigned long flags;

	if (__atomic_add_fetch(&cpu->relaxed, 1, __ATOMIC_RELAXED) % RELAXES_PER_SLEEP)
		return;
	flags = irq_save();
	os_sleep_ns(RELAX_SLEEP_NS);
	irq_restore(flags);
}
