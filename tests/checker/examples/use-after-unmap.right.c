// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that are used while they are valid.

int copied(struct page *page)
{
	struct header *header = kmap_local_page(page);
	int size = header->size;

	kunmap_local(header);
	return size;
}

int mapped_again(struct page *page, int count)
{
	char *address;
	int sum = 0, i;

	for (i = 0; i < count; i++) {
		address = kmap_local_page(page + i);
		sum += address[0];
		kunmap_local(address);
	}
	address = kmap_local_page(page);
	sum += *address;
	kunmap_local(address);
	return sum;
}

int on_one_branch(struct page *page, char *buffer, int is_mapped)
{
	char *address = is_mapped ? buffer : NULL;

	if (!is_mapped)
		address = kmap_local_page(page);
	if (*address) {
		if (!is_mapped)
			kunmap_local(address);
		return 1;
	}
	if (!is_mapped)
		kunmap_local(address);
	return 0;
}

void another_address(struct page *page, char *buffer)
{
	char *address = kmap_local_page(page);
	char *part = address + 4;

	*part = 0;
	kunmap_local(address);
	part = buffer;
	*part = 1;
}

int said(struct page *page)
{
	char *address = kmap(page);
	int value = *address;

	kunmap(page);
	pr_debug("was at %p\n", address);
	return value;
}
