/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of an x86 machine.
 */
#ifndef X86_H
#define X86_H

#include <stdint.h>

struct task;

/* Interrupt vectors. */
enum vector {
	VECTOR_NMI = 2,
	VECTOR_PAGE_FAULT = 14,
	VECTOR_EXCEPTIONS = 32, /* all below this one */
	VECTOR_TIMER = 0x40,
	VECTOR_RESCHEDULE = 0x41,
	VECTOR_FLUSH = 0x42,
	VECTOR_TEST = 0x50,
	VECTOR_SPURIOUS = 0xff,
};

/* Load the descriptor tables of this CPU; @current becomes its current task. */
void descriptors_load(unsigned int number, struct task *current);

/* Map the local APIC. Boot CPU, once, after window_tables_init(). */
void apic_map(void);

/* The physical address of the topmost page table of CPU @number. */
uintptr_t tables_top(unsigned int number);

/* Enable the no-execute bit in PTEs on this CPU, before its first mapping. */
void no_execute_init(void);

/* Set up write-combining in this CPU's PAT, before its first mapping that uses it. */
void pat_init(void);

/* The boot CPU comes here with paging on. */
_Noreturn void boot_main(uint32_t magic, uint32_t information);
/* Every other CPU comes here. */
_Noreturn void ap_main(unsigned int number);

/* Non-maskable interrupts so far, on all CPUs. */
extern volatile unsigned int nmi_count;

struct trap_frame;
void trap_dispatch(struct trap_frame *frame);

#endif
