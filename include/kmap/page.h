/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers that work on whole pages and never leave a mapping behind.
 */
#ifndef KMAP_PAGE_H
#define KMAP_PAGE_H

#include <kmap/local.h>

/**
 * clear_highpage() - fill a page with zeros
 * @page: the page, of any zone
 *
 * Context: as kmap_local_page(); one slot is used meanwhile.
 * Error: as kmap_local_page(); nothing is written then.
 */
static inline void clear_highpage(kmap_page_t *page)
{
	void *address = kmap_local_page(page);

	if (!address)
		return;
	kmap_arch_page_clear(address);
	kunmap_local(address);
}

/**
 * copy_highpage() - copy a page
 * @to:   the page to write, of any zone
 * @from: the page to read, of any zone; may be @to
 *
 * Context: as kmap_local_page(); two slots are used meanwhile.
 * Error: as kmap_local_page(); nothing is written then.
 */
static inline void copy_highpage(kmap_page_t *to, const kmap_page_t *from)
{
	void *source = kmap_local_page(from);
	void *target = source ? kmap_local_page(to) : NULL;

	if (target) {
		kmap_arch_page_copy(target, source);
		kunmap_local(target);
	}
	if (source)
		kunmap_local(source);
}

#endif
