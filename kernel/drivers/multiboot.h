/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a Multiboot loader passes.
 */
#ifndef DRIVERS_MULTIBOOT_H
#define DRIVERS_MULTIBOOT_H

#include <stdint.h>

/*
 * Add the RAM that the loader names, and start the kernel. @magic and @information are what
 * the loader left in two registers. The direct map exists. Boot CPU, once.
 */
_Noreturn void multiboot_start(uint32_t magic, uint32_t information);

#endif
