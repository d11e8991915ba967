/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start, other CPUs, and what the tests need.
 */
#include "machine.h"

#include <kmap/kmap.h>

#include "cpu_ready.h"
#include "devices.h"
#include "directory.h"
#include "e500_spr.h"
#include "fdt.h"
#include "memory.h"
#include "mpic.h"
#include "powerpc.h"
#include "print.h"
#include "registers.h"
#include "task.h"

/* blr. */
#define RETURN_INSTRUCTION 0x4e800020u

/*
 * Where a CPU spins until it is started (ePAPR 1.1, 5.5.2): the low words of the address where it
 * begins, and of what it finds in r3. A page has those of all CPUs but the first.
 */
#define SPIN_PHYSICAL 0xfef000000ull
#define SPIN_BYTES 0x20u
enum spin_word { SPIN_ADDRESS = 1, SPIN_R3 = 3 };

/* Registers of a window; it is enabled, for memory, reads and writes. */
#define PCI_WINDOW (PCI_REGISTERS + 0xc20u)
#define WINDOW_MEMORY 0x80044000u

_Static_assert(TASK_STACK_SIZE == 1u << STACK_SHIFT, "entry.S numbers tasks by their stacks");

/* In boot.S: the first instruction of every CPU but the boot CPU. */
extern const uint8_t cpu_entry[];

void machine_halt(void)
{
	irq_disable();
	for (;;)
		cpu_relax();
}

void machine_interrupt_self(void)
{
	__asm__ volatile("sc" : : : "memory");
}

/* What comes with interrupts off as well, and is no interrupt: here it stands for an NMI. */
void machine_nmi_self(void)
{
	__asm__ volatile("trap" : : : "memory");
}

bool machine_can_forbid_execution(void)
{
	return true;
}

/* machine_code_call() has an ISYNC for the CPU that executes. */
void machine_code_write(void *to)
{
	*(volatile uint32_t *)to = RETURN_INSTRUCTION;
	__asm__ volatile("dcbst 0, %0\n\tsync\n\ticbi 0, %0\n\tsync\n\tisync"
			 :
			 : "r"(to)
			 : "memory");
}

/* Its words are written from the last one on: the address starts it. */
bool machine_cpu_start(unsigned int number, struct task *idle)
{
	char *page = kmap_local_pfn_prot((unsigned long)(SPIN_PHYSICAL >> KMAP_ARCH_PAGE_SHIFT),
					 KMAP_PROT_UNCACHED);
	volatile uint32_t *words = (uint32_t *)(page + number * SPIN_BYTES);

	cpu_ready_clear();
	words[SPIN_R3] = (uint32_t)idle;
	__sync_synchronize();
	words[SPIN_ADDRESS] = (uint32_t)cpu_entry;
	kunmap_local(page);
	return cpu_ready_wait();
}

/* The CPUs are alike. The e500v2 has neither TLBILX nor WAIT. */
static void processor_init(void)
{
	if (SPR_READ(SPR_PVR) >> 16 != PVR_E500V2)
		return;
	if (KMAP_POWERPC_TLBILX)
		panic("this processor has no TLBILX; build with -DKMAP_POWERPC_TLBILX=0 for it");
	SPR_WRITE(SPR_HID0, SPR_READ(SPR_HID0) | HID0_DOZE | HID0_MAS7);
	context_synchronize();
}

/* What every CPU does first: TLB0 is what the loader has left. */
static void cpu_init(unsigned int number)
{
	processor_init();
	SPR_WRITE(SPR_MAS4, SIZE_4K << MAS1_SIZE_SHIFT);
	SPR_WRITE(SPR_TABLES, directory_of(number));
	kmap_powerpc_tlb_end(kmap_powerpc_tlb_begin());
	kmap_powerpc_tlb_drop_all();
	context_synchronize();
	timer_init();
	mpic_cpu_init();
}

/* The first outbound window of the bridge: where on the bus, and from where, in pages; how large. */
static void pci_window_open(void)
{
	register_write(PCI_WINDOW, PCI_BUS_ADDRESS >> 12);
	register_write(PCI_WINDOW + 4, 0);
	register_write(PCI_WINDOW + 8, PCI_HIGH << 20 | PCI_LOW >> 12);
	register_write(PCI_WINDOW + 16, WINDOW_MEMORY | (PCI_WINDOW_SHIFT - 1));
}

void boot_main(uintptr_t tree)
{
	const void *here = direct_address(tree);

	fdt_init(here);
	refill_tables_init();
	mpic_init();
	pci_window_open();
	cpu_init(0);
	fdt_boot(here);
}

void ap_main(struct task *idle)
{
	cpu_init(idle->cpu->number);
	cpu_main();
}
