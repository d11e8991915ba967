/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where kmap's windows are on machines that have them in the last 2 GiB of all addresses, for
 * arch.h. From bottom to top: the persistent window, the windows of the CPUs or the tasks, and the
 * I/O window. The last two begin eight pages below a multiple of 4 MiB, so that they always span
 * two page tables. All of them are above the direct map, or all below it, but for private windows,
 * which may be below it alone.
 */
#ifndef DRIVERS_WINDOW_LAYOUT_H
#define DRIVERS_WINDOW_LAYOUT_H

#include <stdint.h>

#include <kmap/config.h>

#include "layout.h"

/* An address in the last 2 GiB of all, by its lower half. */
#define HIGH(address) ((uintptr_t)(intptr_t)(int32_t)(address))

#define LARGE_PAGE_BYTES ((uintptr_t)1 << LARGE_PAGE_SHIFT)
/* The direct map, which begins at DIRECT_BASE. */
#define DIRECT_BYTES ((uintptr_t)DIRECT_MIB << 20)

/*
 * In the middle of the I/O window, which has less than 4 MiB above it. A machine may choose
 * another.
 */
#ifndef WINDOWS_TOP
#define WINDOWS_TOP HIGH(0xffc00000u)
#endif

#define IO_BASE (WINDOWS_TOP - 0x8000u)

#if KMAP_WINDOW_TASK
#define WINDOW_BASE (WINDOWS_TOP - 0xc08000u)
#elif KMAP_WINDOW_PRIVATE
#define WINDOW_BASE (PRIVATE_MIDDLE - 0x8000u)
#else
#define WINDOW_BASE (WINDOWS_TOP - 0x408000u)
#endif

#if KMAP_WINDOW_PRIVATE
/*
 * What two page tables of each CPU's own cover: the window, its PTEs, and its kmap_window. A
 * machine whose CPUs have tables of their own anyway says where.
 */
#ifndef PRIVATE_MIDDLE
#define PRIVATE_MIDDLE (WINDOWS_TOP - 0x1000000u)
#endif
#define PRIVATE_BASE (PRIVATE_MIDDLE - LARGE_PAGE_BYTES)
#define PRIVATE_END (PRIVATE_MIDDLE + LARGE_PAGE_BYTES)
/* Where the PTEs are in the first of them; elsewhere if a table does not reach so far. */
#ifndef PRIVATE_PTES_OFFSET
#define PRIVATE_PTES_OFFSET 0x40000u
#endif
#define PRIVATE_PTE_PAGES (PRIVATE_BASE + PRIVATE_PTES_OFFSET)
#define KMAP_PRIVATE_PTES                                                                          \
	(PRIVATE_PTE_PAGES + (WINDOW_BASE - PRIVATE_BASE) / 4096 * TABLE_ENTRY_BYTES)
#define PRIVATE_CPU (PRIVATE_PTE_PAGES + 0x10000u)
#define PERSISTENT_LIMIT                                                                           \
	(PRIVATE_BASE < DIRECT_BASE && DIRECT_BASE < IO_BASE ? IO_BASE : PRIVATE_BASE)
#else
#define PERSISTENT_LIMIT WINDOW_BASE
#endif

/* Ends 16 pages below what is above it. With the usual size it spans three page tables. */
#define PERSISTENT_BASE (PERSISTENT_LIMIT - 0x10000u - KMAP_PERSISTENT_PAGES * 4096u)

#endif
