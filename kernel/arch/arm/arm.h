/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for 32-bit ARM.
 */
#ifndef ARM_H
#define ARM_H

#include <stdint.h>

struct kmap_pte;
struct task;

/* Entries of the tables that TTBR0 names: for 32 MiB. */
#define OWN_ENTRIES (1u << (25 - LARGE_PAGE_SHIFT))

/* Build the page tables of the kmap windows. Boot CPU, once. */
void paging_init(void);

/* Build what each CPU maps by itself, where windows are private; on the boot CPU, once. */
void private_init(void);

/* This CPU, @number, begins to use what it maps by itself, if there is any. */
void private_load(unsigned int number);

/* The tables that it uses for that; NULL if there is nothing. */
const struct kmap_pte *own_tables(unsigned int number);

/* Make this CPU take exceptions; @current becomes its current task. */
void trap_init(struct task *current);

/* The boot CPU comes here with paging on; @tree is the physical address of the device tree. */
_Noreturn void boot_main(uintptr_t tree);
/* Every other CPU comes here, on the stack of its idle task. */
_Noreturn void ap_main(struct task *idle);

struct trap_frame;
void trap_dispatch(struct trap_frame *frame, uint32_t kind);

#endif
