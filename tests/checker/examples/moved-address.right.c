// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Unmaps of an address in the page.

void another_variable(struct page *page)
{
	char *address = kmap_local_page(page), *at;

	for (at = address; at < address + PAGE_SIZE; at++)
		*at = 0;
	kunmap_local(address);
}

void once(struct page *page, int offset)
{
	char *address = kmap_local_page(page);

	address += offset;
	*address = 0;
	kunmap_local(address);
}

void mapped_in_the_loop(struct page *page, int count)
{
	char *address;
	int i;

	for (i = 0; i < count; i++) {
		address = kmap_local_page(page + i);
		address += 8;
		*address = 0;
		address = address - 8;
		kunmap_local(address);
	}
}
