/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How the parts of the core report misuse.
 */
#ifndef KMAP_CORE_REPORT_H
#define KMAP_CORE_REPORT_H

#include <kmap/kmap.h>

/* The code that called the function in which this stands. */
#define KMAP_CALLER ((uintptr_t)__builtin_return_address(0))

/*
 * The current task holds (or held) @used and should not hold @culprits, of
 * which at least one bit is set; @caller is the code to name.
 */
void kmap_report_held(enum kmap_bug bug, uint32_t used, uint32_t culprits, uintptr_t caller);

#endif
