/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From an address back to what it maps.
 */
#ifndef KMAP_ADDRESS_H
#define KMAP_ADDRESS_H

#include <kmap/slot.h>

/**
 * is_kmap_addr() - whether an address is temporary
 * @address: any address
 *
 * True for every byte of every window that kmap maps pages in, mapped just now
 * or not; false for the direct map. The answer is the same in every build.
 *
 * Context: any. Cost: constant.
 */
bool is_kmap_addr(const void *address);

/**
 * kmap_to_page() - the page that an address maps
 * @address: an address inside a mapping that the caller holds, any byte of it;
 *           or in the direct map
 *
 * Knows every window and the direct map.
 *
 * Context: any. Return: the page; NULL if nothing is mapped there, or what is
 * mapped is not RAM. Cost: constant.
 */
kmap_page_t *kmap_to_page(const void *address);

/**
 * kmap_local_len() - how far one may go through a pointer
 * @address: an address inside a mapping that the caller holds, any byte of it;
 *           or in the direct map
 *
 * To the end of the mapping; for a page that is directly mapped to the end of
 * that page, because from the address alone nobody knows what was asked for.
 * Whether a page is directly mapped is a property of the page, not of the
 * build, so the answer is the same with and without KMAP_FORCE_MAP and
 * KMAP_DEBUG.
 *
 * Context: the task, or handler, that holds the mapping.
 * Return: bytes from @address on; 0 if nothing is mapped there.
 * Cost: linear in the pages of the mapping.
 */
size_t kmap_local_len(const void *address);

void kmap_report_not_direct(const void *address) __attribute__((cold, noinline));

/**
 * kmap_assert_direct() - an address is about to be converted as a direct one
 * @address: the address
 *
 * For the host's own conversions from virtual to physical addresses, which know
 * the direct map only. Context: any.
 * Error: in debug mode, a temporary address (KMAP_BUG_NOT_DIRECT).
 * Cost: nothing without KMAP_DEBUG.
 */
static inline void kmap_assert_direct(const void *address)
{
	if (KMAP_DEBUG && is_kmap_addr(address))
		kmap_report_not_direct(address);
}

#endif
