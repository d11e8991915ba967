/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the arm64 machine.
 */
#ifndef ARM64_H
#define ARM64_H

#include <stdint.h>

struct task;
struct trap_frame;

/* Build the page tables of the kmap windows. Boot CPU, once. */
void paging_init(void);

/* Set up this processor: exceptions, and the counter of cycles. */
void processor_init(void);

/* Build page tables for each CPU, where windows are private; on the boot CPU, once. */
void private_init(void);

/* The physical address of the topmost table of CPU @number. */
uint64_t tables_top(unsigned int number);

/* This CPU, @number, goes over to its own page tables, where it has any. */
void private_load(unsigned int number);

/* In boot.S: drop the identity map of this CPU. */
void identity_drop(void);

/* The boot CPU comes here with the MMU on, and an identity map, in which @tree is. */
_Noreturn void boot_main(uint64_t tree);
/* Every other CPU comes here. */
_Noreturn void processor_main(void);

/* Handlers of the vector table, in trap.c. */
void trap_synchronous(struct trap_frame *frame);
void trap_irq(struct trap_frame *frame);
void trap_fiq(struct trap_frame *frame);
void trap_unexpected(struct trap_frame *frame);

/* Let FIQ in: the NMI. */
static inline void nmi_open(void)
{
	__asm__ volatile("msr daifclr, #1" : : : "memory");
}

#endif
