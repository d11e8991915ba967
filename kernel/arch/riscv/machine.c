/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start, contexts, idle, and what the tests need.
 */
#include "machine.h"

#include "clint.h"
#include "cpu_ready.h"
#include "fdt.h"
#include "options.h"
#include "print.h"
#include "private_windows.h"
#include "system.h"
#include "task.h"
#include "window_tables.h"

/* jalr x0, 0(ra). */
#define RETURN_INSTRUCTION 0x00008067u

void machine_halt(void)
{
	irq_disable();
	for (;;)
		__asm__ volatile("wfi");
}

/* An interrupt ends the wait although it is off (3.3.3), so none is lost in between. */
void machine_idle(void)
{
	__asm__ volatile("wfi" : : : "memory");
	irq_enable();
}

bool machine_can_forbid_execution(void)
{
	return true;
}

/* FENCE.I is for this hart; machine_code_call() has one for the hart that executes. */
void machine_code_write(void *to)
{
	*(volatile uint32_t *)to = RETURN_INSTRUCTION;
	__asm__ volatile("fence.i" : : : "memory");
}

bool machine_cpu_start(unsigned int number, struct task *idle)
{
	cpu_ready_clear();
	harts[number].satp = tables_satp(number);
	harts[number].idle = idle;
	clint_send(number);
	return cpu_ready_wait();
}

static void interrupts_open(void)
{
	CSR_WRITE(sie, SOFTWARE_INTERRUPT);
}

void processor_main(void)
{
	interrupts_open();
	cpu_main();
}

/* The harts are alike; the device tree says what they have. */
static void processor_check(void)
{
	const char *extensions = fdt_find("cpu", "riscv,isa").value;

	if (KMAP_RISCV_MEMORY_TYPES && !(extensions && text_contains(extensions, "svpbmt")))
		panic("this processor has no Svpbmt; build with -DKMAP_RISCV_MEMORY_TYPES=0 for "
		      "it");
}

/* Drop the map of RAM at its own addresses. */
static void identity_drop(void)
{
	struct kmap_pte *first = &kernel_tables[(uintptr_t)RAM_PHYSICAL >> TOP_SHIFT];

	for (unsigned int i = 0; i < IDENTITY_BYTES >> TOP_SHIFT; i++)
		first[i] = kmap_arch_pte_none();
	barrier_tables();
}

void boot_main(uintptr_t tree)
{
	struct fdt_kept file = fdt_keep(tree);

	identity_drop();
	processor_check();
	window_tables_init();
	private_windows_init();
	private_load(0);
	clint_init();
	interrupts_open();
	kernel_main(fdt_command_line(), file.address, file.bytes);
}
