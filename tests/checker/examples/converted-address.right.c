// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The page is known, or asked for.

struct page *asked_for(struct page *page)
{
	char *address = kmap_local_page(page);
	struct page *same = kmap_to_page(address);

	kunmap_local(address);
	return same;
}

void page_to_a_device(struct scatterlist *sg, struct page *page, int offset, int bytes)
{
	char *address = kmap_local_page(page);

	address[offset] = 0;
	kunmap_local(address);
	sg_set_page(sg, page, bytes, offset);
}

void direct(struct scatterlist *sg, char *buffer, int bytes)
{
	sg_init_one(sg, buffer, bytes);
	kfree(buffer);
}

void another_buffer(struct page *page, char *buffer)
{
	char *address = kmap_local_page(page);

	memcpy(buffer, address, 8);
	kunmap_local(address);
	address = buffer;
	kfree(address);
}
