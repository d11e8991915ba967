/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the embedding kernel may choose, and the defaults. Give other values
 * with -D on the command line of every file that includes <kmap/kmap.h>.
 */
#ifndef KMAP_CONFIG_H
#define KMAP_CONFIG_H

/** KMAP_SLOTS - mappings that one task, with the interrupts nested over it, may hold; 1 to 32. */
#ifndef KMAP_SLOTS
#define KMAP_SLOTS 16
#endif

/** KMAP_CPUS_MAX - processors for which windows are reserved, at least 1. */
#ifndef KMAP_CPUS_MAX
#define KMAP_CPUS_MAX 8
#endif

/** KMAP_GUARD - 1: a page that is never mapped follows every slot, so that an overrun faults. */
#ifndef KMAP_GUARD
#define KMAP_GUARD 0
#endif

/**
 * KMAP_INLINE - 1: the fast paths of map and unmap are compiled into every
 * caller (fewest instructions); 0: they stand once in core/local.c and every
 * caller makes a direct call (smallest code).
 */
#ifndef KMAP_INLINE
#define KMAP_INLINE 1
#endif

_Static_assert(KMAP_SLOTS >= 1 && KMAP_SLOTS <= 32,
	       "KMAP_SLOTS must be 1 to 32: a mask of one word");
_Static_assert(KMAP_CPUS_MAX >= 1, "KMAP_CPUS_MAX must be at least 1");
_Static_assert(KMAP_GUARD == 0 || KMAP_GUARD == 1, "KMAP_GUARD must be 0 or 1");
_Static_assert(KMAP_INLINE == 0 || KMAP_INLINE == 1, "KMAP_INLINE must be 0 or 1");

#endif
