/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start, contexts, the end, and instructions without a driver.
 */
#include "machine.h"

#include "exit_status.h"
#include "mips.h"
#include "mips_cp0.h"
#include "private_windows.h"
#include "refill_tables.h"
#include "task.h"

_Static_assert(TASK_STACK_SIZE == 1u << STACK_SHIFT, "entry.S numbers tasks by their stacks");
_Static_assert(WINDOW_BASE % (2 * KMAP_PAGE_SIZE) == 0,
	       "no pair of pages in a TLB entry belongs to the windows of two CPUs");

/* jr $31; nop. */
#define RETURN_INSTRUCTION 0x03e00008u

void machine_halt(void)
{
	irq_disable();
	for (;;)
		__asm__ volatile("wait");
}

/* A call to the emulator or debugger (UHI semihosting, MD01069): the end of the run. */
void machine_exit(bool ok)
{
	register uint32_t operation __asm__("$25") = 1;
	register uint32_t status __asm__("$4") = ok ? EXIT_OK : EXIT_FAILED;

	irq_disable();
	__asm__ volatile("sdbbp 1" : : "r"(operation), "r"(status) : "memory");
	machine_halt();
}

void machine_interrupt_self(void)
{
	__asm__ volatile("syscall" : : : "memory");
}

/* What comes with interrupts off as well, and is no interrupt: here it stands for an NMI. */
void machine_nmi_self(void)
{
	__asm__ volatile("break" : : : "memory");
}

bool machine_can_forbid_execution(void)
{
	return false;
}

/* SYNCI writes the line back from the data cache, and drops it from the instruction cache. */
void machine_code_write(void *to)
{
	uint32_t *code = to;

	*(volatile uint32_t *)code = RETURN_INSTRUCTION;
	*(volatile uint32_t *)(code + 1) = 0;
	__asm__ volatile("synci 0(%0)\n\tsync\n\tehb" : : "r"(code) : "memory");
}

#if KMAP_WINDOW_PRIVATE
/* The handlers find the directory in a register of the CPU. */
void private_load(unsigned int number)
{
	CP0_WRITE(TC_CONTEXT, directory_of(number));
	hazards_clear();
}
#endif

/* What every CPU does first, once it has registers that hold something: its TLB is random. */
static void cpu_init(unsigned int number)
{
	private_load(number);
	kmap_mips_tlb_drop_all();
}

void boot_main(char *const *arguments, char *const *environment)
{
	refill_tables_init();
	cpu_init(0);
	loader_boot(arguments, environment);
}

void ap_main(struct task *idle)
{
	cpu_init(idle->cpu->number);
	cpu_main();
}
