/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Copying and clearing a page with the compiler's builtins. For ports. Not for callers.
 */
#ifndef KMAP_PORT_PAGE_BYTES_H
#define KMAP_PORT_PAGE_BYTES_H

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	__builtin_memcpy(to, from, 1u << KMAP_ARCH_PAGE_SHIFT);
}

static inline void kmap_arch_page_clear(void *page)
{
	__builtin_memset(page, 0, 1u << KMAP_ARCH_PAGE_SHIFT);
}

#endif
