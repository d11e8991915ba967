/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of two levels from which a TLB is loaded. The machine says in directory.h what an
 * entry of the directory is.
 */
#ifndef DRIVERS_LOADED_TABLES_H
#define DRIVERS_LOADED_TABLES_H

#include <kmap/types.h>

#include "layout.h"

/* The tables of all addresses. */
extern struct kmap_pte page_directory[TABLE_ENTRIES];

/* The table for addresses at which nothing is ever mapped. */
extern struct kmap_pte empty_table[TABLE_ENTRIES];

/* Build all page tables. Boot CPU, once. */
void tables_init(void);

/* The directory that CPU @number uses. */
const struct kmap_pte *directory_of(unsigned int number);

/* --- provided by the machine --------------------------------------------- */

/* Add what a directory of the machine has besides the tables: it leads to @directory itself, say. */
void directory_finish(struct kmap_pte *directory);

#endif
