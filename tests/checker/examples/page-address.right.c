// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// page_address() of pages that have one.

void of_a_shared_mapping(struct page *page)
{
	kmap(page);
	memset(page_address(page), 0, 8);
	kunmap(page);
}

void of_another_page(struct page *page, struct page *low)
{
	char *address = kmap_local_page(page);

	memcpy(page_address(low), address, 8);
	kunmap_local(address);
}

char where_it_is_low(struct page *page)
{
	char *address, byte;

	if (!PageHighMem(page))
		return *(char *)page_address(page);
	address = kmap_local_page(page);
	byte = *address;
	kunmap_local(address);
	return byte;
}

void *from_low_memory(void)
{
	struct page *page;

	page = alloc_page(GFP_KERNEL);
	return page ? page_address(page) : NULL;
}
