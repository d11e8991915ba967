/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables: what is in boot.S.
 */
#ifndef ARM64_DIRECTORY_H
#define ARM64_DIRECTORY_H

#include "layout.h"
#include "long_entry.h"
#include "system.h"

/* In boot.S: the upper half, and its last gigabyte. */
extern struct kmap_pte kernel_tables[TABLE_ENTRIES], page_directory[TABLE_ENTRIES];

#endif
