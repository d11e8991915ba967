/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From an address back to what it maps, and to the slot that it lies in.
 */
#ifndef KMAP_ADDRESS_H
#define KMAP_ADDRESS_H

#include <kmap/internal/window.h>
#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/**
 * kmap_address_is_temporary() - whether an address is temporary
 * @address: any address
 *
 * True for every byte of every window of kmap, whether mapped or not; false for
 * the direct map. The answer is the same in every build.
 *
 * Context: any. Return: true for a temporary address. Cost: constant.
 */
bool kmap_address_is_temporary(const void *address);

/**
 * kmap_to_page() - the page that an address maps
 * @address: an address inside a mapping that the caller holds, any byte of it;
 *           or in the direct map
 *
 * Knows every window and the direct map.
 *
 * Context: any. Return: the page; NULL if nothing is mapped there, or if it is not
 * RAM. Cost: constant.
 */
kmap_page_t *kmap_to_page(const void *address);

/**
 * kmap_local_len() - how many bytes may be accessed from an address on
 * @address: an address inside a mapping that the caller holds, any byte of it;
 *           or in the direct map
 *
 * To the end of the mapping. For a directly mapped page, to the end of that page:
 * the address does not tell how many pages were asked for. Whether a page is
 * directly mapped is a property of the page, so the answer is the same with and
 * without KMAP_FORCE_MAP and KMAP_DEBUG.
 *
 * Context: the task (or handler) that holds the mapping.
 * Return: bytes from @address on; 0 if nothing is mapped there.
 * Cost: linear in the pages of the mapping.
 */
size_t kmap_local_len(const void *address);

/** enum kmap_place - what lies at an address. */
enum kmap_place {
	KMAP_PLACE_OUTSIDE, /* not in or beside the windows of the CPUs or tasks */
	KMAP_PLACE_SLOT,
	KMAP_PLACE_GUARD, /* the page before the first window, or after the last */
};

/**
 * struct kmap_where - an address, looked up
 * @place:  slot, guard or neither
 * @window: number of the window, so of the CPU or the task that has it; valid for a slot
 *          and a guard. Where KMAP_WINDOW is private, the CPU that looks: its window is at
 *          that address.
 * @slot:   which slot; for a guard the slot beside it
 */
struct kmap_where {
	enum kmap_place place;
	unsigned int window;
	unsigned int slot;
};

/**
 * kmap_where() - tell whether an address is in a window, and in which slot
 * @address: any address
 *
 * Does not tell whether the slot is mapped, by which task, or whether it is the
 * guard of a mapping: kmap_describe() in <kmap/report.h> does.
 *
 * Context: any, also with interrupts off. Return: what lies at the address, with the numbers of
 * window and slot. Cost: constant.
 */
struct kmap_where kmap_where(const void *address);

/* Out of line, in core/address.c. */
void kmap_report_not_direct(const void *address) __attribute__((cold, __noinline__));

/**
 * kmap_assert_direct() - check an address that is to be converted as a direct one
 * @address: the address
 *
 * For the host's own conversions from virtual to physical addresses, which are
 * right in the direct map only. Context: any.
 * Error: in debug mode, a temporary address (KMAP_BUG_NOT_DIRECT).
 * Cost: nothing without KMAP_DEBUG.
 */
static inline void kmap_assert_direct(const void *address)
{
	if (KMAP_DEBUG && kmap_address_is_temporary(address))
		kmap_report_not_direct(address);
}

KMAP_DECLARATIONS_END

#endif
