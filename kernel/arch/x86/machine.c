/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start of CPUs, and instructions that have no driver.
 */
#include "machine.h"

#include "apic.h"
#include "layout.h"
#include "memory.h"
#include "multiboot.h"
#include "pc_time.h"
#include "private_windows.h"
#include "task.h"
#include "window_tables.h"
#include "x86.h"

/* Long enough on a busy host. */
#define CPU_START_NS 10000000000u

extern const uint8_t trampoline_start[], trampoline_end[];
/* For boot.S. */
extern volatile uintptr_t ap_stack;
extern volatile uint32_t ap_number;

static volatile unsigned int cpu_ready;

void machine_halt(void)
{
	irq_disable();
	for (;;)
		__asm__ volatile("hlt");
}

void machine_interrupt_self(void)
{
	__asm__ volatile("int %0" : : "i"(VECTOR_TEST) : "memory");
}

void machine_idle(void)
{
	/* sti takes effect after the next instruction, so no interrupt comes before hlt. */
	__asm__ volatile("sti; hlt" : : : "memory");
}

bool machine_cpu_start(unsigned int number, struct task *idle)
{
	uint64_t begin_ns = machine_now_ns();

	__builtin_memcpy(direct_address(TRAMPOLINE_PHYSICAL), trampoline_start,
			 (size_t)(trampoline_end - trampoline_start));
	ap_stack = (uintptr_t)idle + TASK_STACK_SIZE - 16;
	ap_number = number;
	cpu_ready = 0;
	apic_start_cpu(number);
	while (!cpu_ready && machine_now_ns() - begin_ns < CPU_START_NS)
		cpu_relax();
	return cpu_ready;
}

void machine_cpu_ready(void)
{
	cpu_ready = 1;
}

void boot_main(uint32_t magic, uint32_t information)
{
	descriptors_load(0, &task_stacks[0].task);
	window_tables_init();
	apic_map();
	private_windows_init();
	no_execute_init();
	pat_init();
	private_load(0);
	apic_init();
	time_init();
	multiboot_start(magic, information);
}

void ap_main(unsigned int number)
{
	descriptors_load(number, &task_stacks[number].task);
	no_execute_init();
	pat_init();
	private_load(number);
	apic_init();
	cpu_main();
}
