/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for 32-bit ARM.
 */
#ifndef ARM_H
#define ARM_H

#include <stdint.h>

struct kmap_pte;
struct trap_frame;

/* Entries of the tables that TTBR0 names: for 32 MiB. */
#define OWN_ENTRIES (1u << (25 - LARGE_PAGE_SHIFT))

/* The tables of CPU @number that its TTBR0 names; NULL where windows are not private. */
const struct kmap_pte *own_tables(unsigned int number);

void trap_dispatch(struct trap_frame *frame, uint32_t kind);

#endif
