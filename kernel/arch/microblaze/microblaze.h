/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for MicroBlaze.
 */
#ifndef MICROBLAZE_MICROBLAZE_H
#define MICROBLAZE_MICROBLAZE_H

#include <stdint.h>

#include <kmap/types.h>

#include "layout.h"

struct trap_frame;

/* The table for addresses at which nothing is ever mapped. */
extern struct kmap_pte empty_table[TABLE_ENTRIES];

/* Build all page tables. Once. */
void tables_init(void);

/* The machine comes here, with its device tree in the direct map, and the end of its RAM. */
_Noreturn void boot_main(const void *tree, uintptr_t ram_end);

void trap_dispatch(struct trap_frame *frame);

#endif
