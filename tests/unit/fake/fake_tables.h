/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page tables of the windows: shared by all CPUs, or, where KMAP_WINDOW is private,
 * those of each CPU, of which the executing one sees its own at one address.
 */
#ifndef FAKE_TABLES_H
#define FAKE_TABLES_H

#include <stddef.h>

struct kmap_pte;

/* PTEs in a page table: few, so that windows cross from one table into the next. */
#define FAKE_TABLE_PTES 8
/* Where KMAP_WINDOW is task, each window has a table to itself. */
#define FAKE_WINDOW_TABLE_PTES (KMAP_WINDOW_TASK ? KMAP_WINDOW_SLOTS : FAKE_TABLE_PTES)
/* The index of the windows' first PTE in its table. */
#define FAKE_TABLE_SKEW (KMAP_WINDOW_TASK ? 0 : 5)
/* The same; a test may change it while no PTE is valid, to less than FAKE_WINDOW_TABLE_PTES. */
extern size_t fake_tables_skew;

/* All PTEs none, on all CPUs. */
void fake_tables_reset(void);
void fake_tables_free(void);

/* The PTE of a page of the windows, counted from the first one, as the executing CPU has it. */
struct kmap_pte *fake_tables_pte(size_t page);

/* The executing CPU becomes @number: its own page tables take the place of those of the last one. */
void fake_tables_enter(unsigned int number);

/* The number of valid PTEs, those of all CPUs. */
unsigned int fake_tables_valid(void);

#endif
