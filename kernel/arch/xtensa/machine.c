/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start, page tables, and instructions without a driver.
 */
#include "machine.h"

#include "devices.h"
#include "directory.h"
#include "private_windows.h"
#include "registers.h"
#include "task.h"
#include "xtensa.h"
#include "xtensa_registers.h"

#define NS_PER_SECOND 1000000000u

_Static_assert(TASK_STACK_SIZE == 1u << STACK_SHIFT, "entry.S finds tasks by their stacks");

/* The kernel's image, in the direct map; all tables are in its last part. */
extern const uint8_t bss_start[], kernel_end[];

uint32_t cycle_ns;

void machine_halt(void)
{
	SR_WRITE(SR_INTENABLE, 0);
	for (;;)
		__asm__ volatile("waiti 15");
}

static void system_call(uint32_t what)
{
	register uint32_t number __asm__("a2") = what;

	__asm__ volatile("syscall" : "+r"(number) : : "memory");
}

void machine_interrupt_self(void)
{
	system_call(CALL_INTERRUPT);
}

/* What comes with interrupts off as well, and is no interrupt: here it stands for an NMI. */
void machine_nmi_self(void)
{
	system_call(CALL_NMI);
}

bool machine_can_forbid_execution(void)
{
	return true;
}

/* RET. Memory has it afterwards; machine_code_call() drops old instructions. */
void machine_code_write(void *to)
{
	static const uint8_t code[] = { 0x80, 0x00, 0x00 };
	volatile uint8_t *place = to;

	for (unsigned int i = 0; i < sizeof(code); i++)
		place[i] = code[i];
	kmap_xtensa_line_write_back(to);
}

void barrier_tables(void)
{
	if (KMAP_XTENSA_PTE_WRITES_BACK)
		for (const uint8_t *line = bss_start; line < kernel_end;
		     line += KMAP_XTENSA_CACHE_LINE_BYTES)
			kmap_xtensa_line_write_back(line);
	__asm__ volatile("memw" : : : "memory");
}

/* This CPU reads PTEs from the tables in @directory. */
static void directory_load(const struct kmap_pte *directory)
{
	uint32_t pte = PHYSICAL((uint32_t)directory) | TABLE_FLAGS;

	SR_WRITE(SR_PTEVADDR, TABLES_ADDRESS);
	__asm__ volatile("wdtlb %0, %1\n\tdsync"
			 :
			 : "r"(pte), "r"(DIRECTORY_ADDRESS | DIRECTORY_WAY)
			 : "memory");
}

/* What every CPU does first: its TLB is random, but for what is mapped for good. */
static void cpu_init(unsigned int number)
{
	kmap_xtensa_tlb_drop_all();
	kmap_xtensa_tlb_sync();
	directory_load(directory_of(number));
	SR_WRITE(SR_INTENABLE, INTERRUPT_CPU | INTERRUPT_TIMER);
}

void boot_main(const void *parameters)
{
	cycle_ns = NS_PER_SECOND / register_read(FREQUENCY_ADDRESS);
	refill_tables_init();
	cpu_init(0);
	loader_boot(parameters);
}

void ap_main(struct task *idle)
{
	cpu_init(idle->cpu->number);
	cpu_main();
}
