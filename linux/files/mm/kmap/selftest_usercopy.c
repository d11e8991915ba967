// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A self-test in Linux: hardened copies from and to user memory take a mapping of several
 * pages for one object. Where they do not, the kernel dies in this test.
 */
#include "selftest_linux.h"

#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>

#include "kmap_selftest.h"

#define PAGES 2

/* A length that is known when the kernel is compiled would not be checked. */
static void look(const char *from, size_t bytes)
{
	OPTIMIZER_HIDE_VAR(bytes);
	check_object_size(from, bytes, true);
	check_object_size(from, bytes, false);
}

/* The whole mapping, and a little on either side of where the first page ends. */
static bool look_at(struct page *const *pages)
{
	const char *address = kmap_local_pages(pages, PAGES);

	CHECK(address);
	look(address, PAGES * PAGE_SIZE);
	look(address + PAGE_SIZE - 1, 2);
	kunmap_local(address);
	return true;
}

bool kmap_selftest_usercopy(void)
{
	struct page *pages[PAGES];
	unsigned int there;
	bool right;

	for (there = 0; there < PAGES; there++) {
		pages[there] = alloc_page(GFP_HIGHUSER);
		if (!pages[there])
			break;
	}
	right = there == PAGES && look_at(pages);
	while (there)
		__free_page(pages[--there]);
	return right;
}
