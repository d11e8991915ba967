/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU: each CPU has page tables of its own for what lies between
 * PRIVATE_BASE and PRIVATE_END. All of it does nothing where windows are not private.
 */
#ifndef DRIVERS_PRIVATE_WINDOWS_H
#define DRIVERS_PRIVATE_WINDOWS_H

#include <stddef.h>

struct kmap_pte;

/* Build the tables for all CPUs. Boot CPU, once, after window_tables_init(). */
void private_windows_init(void);

/* --- provided by the machine where windows are private --------------------- */

/*
 * Make what leads CPU @number to tables of its own and to all that it shares. Returns the entry for
 * PRIVATE_BASE; the others follow.
 */
struct kmap_pte *private_directory(unsigned int number);

/* Bytes of memory that this takes. */
size_t private_directory_bytes(void);

/* This CPU, @number, goes over to it. */
void private_load(unsigned int number);

#endif
