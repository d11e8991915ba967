// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Access inside the mapping.

void a_whole_page(struct page *page, char *from)
{
	char *address = kmap_local_page(page);

	memcpy(address, from, PAGE_SIZE);
	memcpy(address + 0, from, PAGE_SIZE);
	kunmap_local(address);
}

void the_rest(struct page *page, int offset)
{
	char *address = kmap_local_page(page);

	memset(address + offset, 0, PAGE_SIZE - offset);
	kunmap_local(address);
}

void several_side_by_side(kmap_page_t **pages, int count)
{
	char *address = kmap_local_pages(pages, count);

	memset(address, 0, count * KMAP_PAGE_SIZE);
	kunmap_local(address);
}

void to_its_end(struct page *page)
{
	char *address = kmap_local_page(page);
	char *end = address + PAGE_SIZE, *at;
	unsigned int i;

	for (at = address; at < end; at++)
		*at = 0;
	for (i = 0; i < PAGE_SIZE; i++)
		address[i] = 0;
	kunmap_local(address);
}

void page_by_page(struct sg_mapping_iter *miter, char *to)
{
	while (sg_miter_next(miter)) {
		memcpy(to, miter->addr, miter->length);
		to += miter->length;
	}
}

void of_segments(struct bio *bio, char *to)
{
	struct bvec_iter iter;
	struct bio_vec bv;

	bio_for_each_segment(bv, bio, iter)
	{
		char *address = kmap_local_page(bv.bv_page);

		memcpy(to, address + bv.bv_offset, bv.bv_len);
		kunmap_local(address);
		to += bv.bv_len;
	}
}
