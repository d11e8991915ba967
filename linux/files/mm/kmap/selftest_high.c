// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A self-test in Linux: where a page that kmap() has mapped keeps to its address, a local
 * mapping is one more user of it, and the unmap one less. These are Linux's own declarations,
 * which cannot be included beside the core's.
 */
#include "selftest_linux.h"

#include <linux/gfp.h>
#include <linux/highmem.h>

#include "linux/kmap_linux.h"

const char *kmap_selftest_why_not_high(void)
{
	if (!KMAP_LINUX_KEEPS_HIGH)
		return "the architecture maps a page at several addresses";
	return IS_ENABLED(CONFIG_DEBUG_HIGHMEM) ? "built with DEBUG_HIGHMEM" : NULL;
}

/* The local mapping keeps the address when kunmap() and a flush come first. */
static bool keeps_address(struct page *page)
{
	void *address = kmap(page);
	void *local = kmap_local_page(page);

	kunmap(page);
	kmap_flush_unused();
	CHECK(local == address);
	CHECK(page_address(page) == address);
	kunmap_local(local);
	kmap_flush_unused();
	CHECK(!page_address(page));
	return true;
}

bool kmap_selftest_high(void)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	bool right = page && PageHighMem(page) && keeps_address(page);

	if (page)
		__free_page(page);
	return right;
}
