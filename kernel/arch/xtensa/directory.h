/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entries of page tables, which have one level below the directory; an entry of that is a PTE, too,
 * and maps a table for the processor to read.
 */
#ifndef XTENSA_DIRECTORY_H
#define XTENSA_DIRECTORY_H

#include "refill_entry.h"

/* Where the data cache has colours, tables are read past it. */
#define TABLE_FLAGS (KMAP_XTENSA_PTE_WRITES_BACK ? KMAP_PTE_BYPASS : KMAP_PTE_WRITE_BACK)

/* Write back all tables, which nobody uses yet. */
void barrier_tables(void);

#endif
