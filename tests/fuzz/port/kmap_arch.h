/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The processor of tests/unit/fake, but with real page contents: the core's accesses go
 * to memory.c.
 */
#ifndef FUZZ_KMAP_ARCH_H
#define FUZZ_KMAP_ARCH_H

#define kmap_arch_page_copy fake_arch_page_copy
#define kmap_arch_page_clear fake_arch_page_clear
#include_next "kmap_arch.h"
#undef kmap_arch_page_copy
#undef kmap_arch_page_clear

#include "memory.h"

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	fuzz_memcpy(to, from, FUZZ_PAGE);
}

static inline void kmap_arch_page_clear(void *page)
{
	fuzz_memset(page, 0, FUZZ_PAGE);
}

#endif
