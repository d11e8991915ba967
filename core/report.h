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

/* A page helper refused a range that begins @offset bytes into its page or pages. */
void kmap_report_range(size_t offset, uintptr_t caller) __attribute__((cold, noinline));

/* About the current task and one slot, or KMAP_NO_SLOT. */
void kmap_report_slot(enum kmap_bug bug, uint32_t slot, uintptr_t address, uintptr_t caller);

/* An address that the current task cannot unmap: finds out why. */
void kmap_report_unmap(const void *address, uintptr_t caller);

/* These return NULL, for the caller to return. */
void *kmap_report_exhausted(uintptr_t caller);
void *kmap_report_count(size_t count, uintptr_t caller);

#endif
