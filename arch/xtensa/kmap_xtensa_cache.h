/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The data cache of Xtensa. It is physically tagged, and indexed by virtual addresses. Where a way
 * is larger than a page, a page may be in it once for each value of the bits of the page number
 * that choose among the sets: it has a colour. 16 KiB in two ways, and 32 KiB in four, have two.
 *
 * Slots of a page's colour are enough, as long as nobody else maps the page elsewhere and the
 * direct map gives every page its own colour. User space may map a page at addresses of the other
 * colour; then its lines are written back before its mapping goes (retired).
 */
#ifndef KMAP_XTENSA_CACHE_H
#define KMAP_XTENSA_CACHE_H

#include <stdint.h>

/* Size of a way divided by the size of a page, at least 1. */
#ifndef KMAP_XTENSA_COLOURS
#define KMAP_XTENSA_COLOURS 1
#endif
#ifndef KMAP_XTENSA_CACHE_RETIRES
#define KMAP_XTENSA_CACHE_RETIRES 0
#endif
#ifndef KMAP_XTENSA_CACHE_LINE_BYTES
#define KMAP_XTENSA_CACHE_LINE_BYTES 32
#endif
/*
 * 1 where the processor reads page tables past the cache: each PTE is written back to memory. It is
 * necessary where there are colours, because kmap and the processor have the tables at two
 * addresses.
 */
#ifndef KMAP_XTENSA_PTE_WRITES_BACK
#define KMAP_XTENSA_PTE_WRITES_BACK (KMAP_XTENSA_COLOURS > 1)
#endif

/*
 * DHWB and DHWBI for the line at operand 0 plus an offset, a constant. In bytes, with the number of
 * the register: compilers for cores without a cache do not know these instructions, and may be all
 * that there is.
 */
#ifdef __XTENSA_EB__
#define KMAP_XTENSA_WRITE_BACK_TEXT(offset) "dhwb %0, " #offset "\n\t"
#define KMAP_XTENSA_DROP_TEXT(offset) "dhwbi %0, " #offset "\n\t"
#else
#define KMAP_XTENSA_CACHE_TEXT(code, offset)                                                       \
	".irp number, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"                       \
	".ifc %0, a\\number\n\t"                                                                   \
	".byte " #code ", 0x70 + \\number, (" #offset ") / 4\n\t"                                  \
	".endif\n\t"                                                                               \
	".endr\n\t"
#define KMAP_XTENSA_WRITE_BACK_TEXT(offset) KMAP_XTENSA_CACHE_TEXT(0x42, offset)
#define KMAP_XTENSA_DROP_TEXT(offset) KMAP_XTENSA_CACHE_TEXT(0x52, offset)
#endif
/* The line that is so many lines after operand 0. */
#define KMAP_XTENSA_DROP_BYTES(offset) KMAP_XTENSA_DROP_TEXT(offset)
#define KMAP_XTENSA_DROP_LINE(number) KMAP_XTENSA_DROP_BYTES((number)*KMAP_XTENSA_CACHE_LINE_BYTES)

/* Memory has the line of @address before what follows is done, table walks included. */
static inline void kmap_xtensa_line_write_back(const void *address)
{
	__asm__ volatile(KMAP_XTENSA_WRITE_BACK_TEXT(0) "memw\n\tdsync"
			 :
			 : "r"(address)
			 : "memory");
}

#if KMAP_XTENSA_COLOURS == 1 && !KMAP_XTENSA_CACHE_RETIRES

#include <kmap/port/caches_plain.h>

#else

#define KMAP_ARCH_COLOURS KMAP_XTENSA_COLOURS
#define KMAP_ARCH_CACHE_RETIRES KMAP_XTENSA_CACHE_RETIRES

static inline void kmap_cache_drop(uintptr_t address)
{
	const char *line = (const char *)(address >> KMAP_ARCH_PAGE_SHIFT << KMAP_ARCH_PAGE_SHIFT);
	const char *end = line + (1 << KMAP_ARCH_PAGE_SHIFT);

	for (; line < end; line += 4 * KMAP_XTENSA_CACHE_LINE_BYTES)
		__asm__ volatile(KMAP_XTENSA_DROP_LINE(0) KMAP_XTENSA_DROP_LINE(1)
					 KMAP_XTENSA_DROP_LINE(2) KMAP_XTENSA_DROP_LINE(3)
				 :
				 : "r"(line)
				 : "memory");
	__asm__ volatile("memw\n\tdsync" : : : "memory");
}

#include <kmap/port/caches_coloured.h>

#endif

#endif
