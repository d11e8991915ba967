/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The data cache of MIPS. It is physically tagged, and indexed by the bits of the address that
 * choose among the sets. Where a way is larger than a page, some of these are bits of the page
 * number, and a page may be in the cache once for each value of them: it has a colour. A 24K or 34K
 * with 32 KiB of four ways has two.
 *
 * Slots of a page's colour are enough, as long as nobody else maps the page elsewhere and there is
 * KSEG0 beside them, where every page has its own colour. User space may map a page at addresses
 * of the other colour; then its lines are written back before its mapping goes (retired).
 */
#ifndef KMAP_MIPS_CACHE_H
#define KMAP_MIPS_CACHE_H

#include <stdint.h>

/* Size of a way divided by the size of a page, at least 1. */
#ifndef KMAP_MIPS_COLOURS
#define KMAP_MIPS_COLOURS 1
#endif
#ifndef KMAP_MIPS_CACHE_RETIRES
#define KMAP_MIPS_CACHE_RETIRES 0
#endif
#ifndef KMAP_MIPS_CACHE_LINE_BYTES
#define KMAP_MIPS_CACHE_LINE_BYTES 32
#endif

#if KMAP_MIPS_COLOURS == 1 && !KMAP_MIPS_CACHE_RETIRES

#include <kmap/port/caches_plain.h>

#else

#define KMAP_ARCH_COLOURS KMAP_MIPS_COLOURS
#define KMAP_ARCH_CACHE_RETIRES KMAP_MIPS_CACHE_RETIRES

/* Hit_Writeback_Inv_D for each line (MD00087, CACHE), then SYNC. */
static inline void kmap_cache_drop(uintptr_t address)
{
	const char *line = (const char *)(address >> KMAP_ARCH_PAGE_SHIFT << KMAP_ARCH_PAGE_SHIFT);
	const char *end = line + (1 << KMAP_ARCH_PAGE_SHIFT);

	for (; line < end; line += 8 * KMAP_MIPS_CACHE_LINE_BYTES)
		__asm__ volatile("cache 0x15, 0*%1(%0)\n\tcache 0x15, 1*%1(%0)\n\t"
				 "cache 0x15, 2*%1(%0)\n\tcache 0x15, 3*%1(%0)\n\t"
				 "cache 0x15, 4*%1(%0)\n\tcache 0x15, 5*%1(%0)\n\t"
				 "cache 0x15, 6*%1(%0)\n\tcache 0x15, 7*%1(%0)"
				 :
				 : "r"(line), "i"(KMAP_MIPS_CACHE_LINE_BYTES)
				 : "memory");
	__asm__ volatile("sync" : : : "memory");
}

#include <kmap/port/caches_coloured.h>

#endif

#endif
