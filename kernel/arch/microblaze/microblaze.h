/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for MicroBlaze.
 */
#ifndef MICROBLAZE_MICROBLAZE_H
#define MICROBLAZE_MICROBLAZE_H

#include <stdint.h>

#include "layout.h"

struct trap_frame;

/* Where windows are private: the physical address of the directory, for the TLB miss handler. */
extern uintptr_t directory_physical;

/* The machine comes here, with its device tree in the direct map, and the end of its RAM. */
_Noreturn void boot_main(const void *tree, uintptr_t ram_end);

void trap_dispatch(struct trap_frame *frame);

#endif
