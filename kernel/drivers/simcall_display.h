/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The display of a machine that has none: memory that is written to a file.
 */
#ifndef DRIVERS_SIMCALL_DISPLAY_H
#define DRIVERS_SIMCALL_DISPLAY_H

#include <stdint.h>

/* Keep the last frames of RAM that ends at @end for it; returns where the rest ends. */
uint64_t display_reserve(uint64_t end);

#endif
