/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A display that shows a part of RAM. The machine says in devices.h where that is, DISPLAY_PHYSICAL.
 */
#ifndef DRIVERS_MEMORY_DISPLAY_H
#define DRIVERS_MEMORY_DISPLAY_H

#include <stdint.h>

/* Add the RAM from @start to @end to that of the kernel, but for the display's. */
void display_ram_add(uint64_t start, uint64_t end);

#endif
