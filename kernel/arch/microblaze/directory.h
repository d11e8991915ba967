/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entries of page tables. Those of the directory are addresses in the direct map.
 */
#ifndef MICROBLAZE_DIRECTORY_H
#define MICROBLAZE_DIRECTORY_H

#include "refill_barrier.h"
#include "refill_entry.h"

#endif
