// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// page_address() where only what map returned is valid.

void while_it_is_mapped(struct page *page, char *from)
{
	char *address = kmap_local_page(page);

	address[0] = 1;
	memcpy(page_address(page) + 8, from, 8); /* found: page is mapped with a local mapping */
	kunmap_local(address);
}

int before_it_is_mapped(struct page *page)
{
	char first = *(char *)page_address(page); /* found: page is mapped with a local mapping */
	char *address = kmap_atomic(page);
	int same = first == address[0];

	kunmap_atomic(address);
	return same;
}

void *from_high_memory(void)
{
	struct page *page;

	page = alloc_page(GFP_KERNEL | __GFP_HIGHMEM);
	if (!page)
		return NULL;
	return page_address(page); /* found: page was allocated in high memory */
}
