/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For mm/usercopy.c, which refuses a copy that leaves the page of a temporary mapping: a
 * mapping of kmap may have several pages.
 */
#ifndef KMAP_USERCOPY_H
#define KMAP_USERCOPY_H

#include <linux/mm.h>

#if defined(CONFIG_HIGHMEM) && defined(CONFIG_KMAP_LOCAL)

/**
 * kmap_room() - the bytes from an address to the end of what is mapped there
 * @address: in a mapping of the current task, or in one of kmap()
 *
 * Context: any. Return: the bytes; those to the end of the page if the current task has no
 * mapping there; 0 in a guard.
 */
size_t kmap_room(const void *address);

#else

static inline size_t kmap_room(const void *address)
{
	return PAGE_SIZE - offset_in_page(address);
}

#endif

#endif
