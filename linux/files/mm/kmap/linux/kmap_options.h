/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The choices of <kmap/config.h> inside Linux, from its configuration. Included before
 * every file of the tree. Linux keeps its own kmap(), kmap_atomic(), helpers and
 * long-lived I/O mappings, so those families are left out.
 */
#ifndef KMAP_OPTIONS_H
#define KMAP_OPTIONS_H

#ifdef CONFIG_KMAP_LOCAL

#define KMAP_SLOTS 16
#ifdef CONFIG_NR_CPUS
#define KMAP_CPUS_MAX CONFIG_NR_CPUS
#else
#define KMAP_CPUS_MAX 1
#endif
#define KMAP_ATOMIC 0
#define KMAP_PERSISTENT 0
#define KMAP_IO 0
#define KMAP_HELPERS 0
#define KMAP_STATS 0
/* All of a kernel's objects have one configuration: kbuild sees to that. */
#define KMAP_CHECK_CONFIG 0

#ifdef CONFIG_DEBUG_KMAP_LOCAL
#define KMAP_DEBUG 1
#endif
#ifdef CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP
#define KMAP_FORCE_MAP 1
#endif

#endif

#endif
