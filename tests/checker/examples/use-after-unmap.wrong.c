// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that outlive their unmap.

int read_late(struct page *page)
{
	struct header *header = kmap_local_page(page);

	kunmap_local(header);
	return header->size; /* found: header was given back on line 8 */
}

void write_late(struct page *page, char *from)
{
	char *address = kmap_atomic(page);

	address[0] = 1;
	kunmap_atomic(address);
	memcpy(address, from, 8); /* found: address was given back on line 17 */
}

int part_of_the_page(struct page *page, int offset)
{
	char *address = kmap_local_page(page);
	struct entry *entry = (struct entry *)(address + offset);

	kunmap_local(address);
	return entry->length; /* found: entry points into the page */
}

void twice(struct page *page, int is_last)
{
	char *address = kmap_local_page(page);

	*address = 0;
	kunmap_local(address);
	if (is_last)
		kunmap_local(address); /* found: address was given back on line 35 */
}

char *returned(struct page *page)
{
	char *address = kmap_local_page(page);

	kunmap_local(address);
	return address + 4; /* found: address was given back on line 44 */
}

struct entry *part_returned(struct page *page)
{
	char *address = kmap_local_page(page);
	struct entry *entry = (struct entry *)address;

	kunmap_local(address);
	return entry; /* found: entry points into the page */
}

int shared(struct page *page)
{
	char *address = kmap(page);

	kunmap(page);
	return address[0]; /* found: address was given back on line 61 */
}
