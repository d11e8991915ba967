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

/**
 * KMAP_DEBUG - 1: guards between mappings, and for every mapping its call site,
 * age and context, with checks and reports that use them. See <kmap/debug.h>.
 */
#ifndef KMAP_DEBUG
#define KMAP_DEBUG 0
#endif

/** KMAP_GUARD - 1: a slot that is not mapped follows every mapping, so that an overrun faults. */
#ifndef KMAP_GUARD
#define KMAP_GUARD KMAP_DEBUG
#endif

/**
 * KMAP_FORCE_MAP - 1: pages that are directly mapped get slots as well, so that
 * code which forgets to map fails on any machine.
 */
#ifndef KMAP_FORCE_MAP
#define KMAP_FORCE_MAP 0
#endif

/** KMAP_STATS - 1: count. See <kmap/stat.h>. */
#ifndef KMAP_STATS
#define KMAP_STATS 1
#endif

/** KMAP_POOL_PAGES - pages that the pool of persistent mappings has room for, at least 1. */
#ifndef KMAP_POOL_PAGES
#define KMAP_POOL_PAGES 1024
#endif

/** KMAP_IO_PAGES - pages of address space for long-lived mappings of device memory, guards included. */
#ifndef KMAP_IO_PAGES
#define KMAP_IO_PAGES 64
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
_Static_assert(KMAP_DEBUG == 0 || KMAP_DEBUG == 1, "KMAP_DEBUG must be 0 or 1");
_Static_assert(KMAP_GUARD >= KMAP_DEBUG, "KMAP_DEBUG comes with guards");
_Static_assert(KMAP_FORCE_MAP == 0 || KMAP_FORCE_MAP == 1, "KMAP_FORCE_MAP must be 0 or 1");
_Static_assert(KMAP_STATS == 0 || KMAP_STATS == 1, "KMAP_STATS must be 0 or 1");
_Static_assert(KMAP_SLOTS << KMAP_GUARD <= 32, "with guards, KMAP_SLOTS must be at most 16");
_Static_assert(KMAP_POOL_PAGES >= 1 && KMAP_POOL_PAGES <= 0x7fffffff,
	       "KMAP_POOL_PAGES must be at least 1");
_Static_assert(KMAP_IO_PAGES >= 1, "KMAP_IO_PAGES must be at least 1");
_Static_assert(KMAP_INLINE == 0 || KMAP_INLINE == 1, "KMAP_INLINE must be 0 or 1");

#endif
