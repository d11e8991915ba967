/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start, and what the tests need.
 */
#include "machine.h"

#include "fdt.h"
#include "memory.h"
#include "memory_display.h"
#include "microblaze.h"
#include "private_windows.h"
#include "refill_tables.h"
#include "task.h"
#include "xilinx_timer.h"

/* rtsd r15, 8; nop. */
#define RETURN_INSTRUCTION 0xb60f0008u
#define NO_OPERATION 0x80000000u

/* In kernel.ld. */
extern const uint8_t kernel_start[], kernel_end[];

void machine_halt(void)
{
	irq_disable();
	for (;;)
		__asm__ volatile("sleep");
}

bool machine_can_forbid_execution(void)
{
	return true;
}

/* Caches are off. The first barrier is for the stores, the other for what was fetched before. */
void machine_code_write(void *to)
{
	volatile uint32_t *code = to;

	code[0] = RETURN_INSTRUCTION;
	code[1] = NO_OPERATION;
	__asm__ volatile("mbar 1\n\tmbar 2" : : : "memory");
}

/* There is one CPU. */
bool machine_cpu_start(unsigned int number, struct task *idle)
{
	(void)number;
	(void)idle;
	return false;
}

void machine_cpu_ready(void)
{
}

void machine_ipi_reschedule(unsigned int number)
{
	(void)number;
}

void machine_ipi_flush(unsigned int number)
{
	(void)number;
}

static void range_reserve(uint64_t start, uint64_t bytes)
{
	memory_reserve(start, start + bytes);
}

void boot_main(const void *tree, uintptr_t ram_end)
{
	uint32_t bytes = fdt_init(tree);
	struct fdt_range file = fdt_file();

	refill_tables_init();
	private_load(0);
	display_ram_add(RAM_PHYSICAL, ram_end);
	memory_reserve(PHYSICAL((uintptr_t)kernel_start), PHYSICAL((uintptr_t)kernel_end));
	range_reserve(PHYSICAL((uintptr_t)tree), bytes);
	range_reserve(file.start, file.bytes);
	timer_init();
	kernel_main(fdt_command_line(),
		    file.bytes ? (const void *)(uintptr_t)(file.start + KERNEL_OFFSET) : NULL,
		    (size_t)file.bytes);
}
