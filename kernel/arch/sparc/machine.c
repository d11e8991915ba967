/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start, the end, and instructions without a driver.
 */
#include "machine.h"

#include "cpu_ready.h"
#include "devices.h"
#include "memory.h"
#include "print.h"
#include "private_windows.h"
#include "sparc.h"
#include "task.h"
#include "window_tables.h"

/* retl; nop. */
#define RETURN_INSTRUCTION 0x81c3e008u
#define NO_OPERATION 0x01000000u

extern const uint8_t kernel_end[];

struct task *starting_task;

/*
 * This CPU goes on when there is an interrupt, whether it is taken or not. QEMU stops it where it
 * would look for interrupts: behind a write of PSR at the latest.
 */
static void wait(void)
{
	*(volatile uint8_t *)IDLE_ADDRESS = 1;
	psr_write(psr_read());
}

/* It waits for an interrupt that is there already, and is never taken. */
void cpu_relax(void)
{
	unsigned long flags = irq_save();

	interrupt_raise(this_cpu()->number, LEVEL_WAKE);
	wait();
	interrupt_clear(LEVEL_WAKE);
	irq_restore(flags);
}

void machine_halt(void)
{
	irq_disable();
	for (;;)
		wait();
}

/* A trap while traps are off ends the emulator, with another status than power that is off. */
void machine_exit(bool ok)
{
	irq_disable();
	if (ok)
		*(volatile uint8_t *)POWER_OFF_ADDRESS = 1;
	else
		__asm__ volatile("wr %0, 0, %%psr\n\tnop\n\tnop\n\tnop\n\tta 0"
				 :
				 : "r"(psr_read() & ~(unsigned long)PSR_TRAPS));
	machine_halt();
}

/*
 * An interrupt that is pending ends the wait although it is off, so none is lost in between. One CPU
 * alone does not wait: QEMU with -icount would let time pass by the next interrupt, up to twice.
 */
void machine_idle(void)
{
	if (cpus_online > 1)
		wait();
	irq_enable();
}

/* No level holds this one back. It is pending until its handler begins, and then runs. */
void machine_nmi_self(void)
{
	unsigned long flags = irq_save();

	interrupt_raise(this_cpu()->number, LEVEL_NMI);
	while (interrupt_is_pending(LEVEL_NMI))
		;
	irq_restore(flags);
}

bool machine_can_forbid_execution(void)
{
	return false;
}

void machine_code_write(void *to)
{
	volatile uint32_t *code = to;

	code[0] = RETURN_INSTRUCTION;
	code[1] = NO_OPERATION;
	__asm__ volatile("flush %0\n\tnop\n\tnop\n\tnop\n\tnop\n\tnop" : : "r"(to) : "memory");
}

bool machine_cpu_start(unsigned int number, struct task *idle)
{
	cpu_ready_clear();
	starting_task = idle;
	interrupt_raise(number, LEVEL_WAKE);
	return cpu_ready_wait();
}

void processor_main(void)
{
	interrupt_clear(LEVEL_WAKE);
	private_load(this_cpu()->number);
	timer_stop();
	cpu_main();
}

/* The file and the command line are where the loader always puts them. */
static void memory_find(size_t file_bytes)
{
	uintptr_t image_end = PHYSICAL((uintptr_t)kernel_end);

	if (image_end > COMMAND_LINE_PHYSICAL)
		panic("the kernel is larger than what is below the command line");
	memory_add(0, config_ram_bytes());
	memory_reserve(0, image_end);
	memory_reserve(COMMAND_LINE_PHYSICAL, FILE_PHYSICAL + file_bytes);
}

void boot_main(void)
{
	size_t file_bytes = config_file_bytes();

	memory_find(file_bytes);
	window_tables_init();
	private_windows_init();
	private_load(0);
	timer_init();
	interrupts_init();
	kernel_main(direct_address(COMMAND_LINE_PHYSICAL),
		    file_bytes ? direct_address(FILE_PHYSICAL) : NULL, file_bytes);
}
