/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for MIPS.
 */
#ifndef MIPS_MIPS_H
#define MIPS_MIPS_H

#include <stdint.h>

#include <kmap/types.h>

#include "layout.h"

struct task;

/* The table of PTEs of each 4 MiB of addresses, as the TLB refill handler finds it. */
struct directory {
	struct kmap_pte *table[TABLE_ENTRIES];
};

/* The one that all CPUs share; each begins with a copy of it where windows are private. */
extern struct directory directory;
/* The table for addresses at which nothing is ever mapped. */
extern struct kmap_pte empty_table[TABLE_ENTRIES];

/* Fill a table with PTEs that map nothing. */
void table_init(struct kmap_pte *table);

/* Build the page tables of the kmap windows. Boot CPU, once. */
void paging_init(void);

/* Build what each CPU maps by itself, where windows are private; on the boot CPU, once. */
void private_init(void);

/* This CPU, @number, begins to use what it maps by itself, if there is any. */
void private_load(unsigned int number);

/* The directory that CPU @number uses. */
const struct directory *directory_of(unsigned int number);

/* Take the timer interrupt back. */
void timer_stop(void);

/* Another CPU wants to see this CPU's TLB. Interrupts off. */
void walk_answer(void);

/* Send CPU @number the interrupt that looks for all that other CPUs may have asked for. */
void ipi_send(unsigned int number);

/* Take the request of that interrupt back, before the look. */
void ipi_clear(void);

/* Find RAM, file and command line, and start the kernel. */
_Noreturn void loader_boot(char *const *arguments, char *const *environment);

/* The boot CPU comes here, with the words of the loader. */
_Noreturn void boot_main(char *const *arguments, char *const *environment);
/* Every other CPU comes here, on the stack of its idle task. */
_Noreturn void ap_main(struct task *idle);

struct trap_frame;
void trap_dispatch(struct trap_frame *frame);

#endif
