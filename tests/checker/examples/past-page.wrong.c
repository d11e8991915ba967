// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Access beyond the page of a mapping of one page.

void a_page_from_an_offset(struct page *page, char *from, int offset)
{
	char *address = kmap_local_page(page);

	memcpy(address + offset, from, PAGE_SIZE); /* found: a whole page from address + offset */
	kunmap_local(address);
}

void from_the_page(struct page *page, char *to, int offset)
{
	char *address = kmap_atomic(page);

	memcpy(to, address + offset, PAGE_SIZE); /* found: a whole page from address + offset */
	kunmap_atomic(address);
}

void several(struct page *page, int count)
{
	char *address = kmap_local_page(page);

	memset(address, 0, count * PAGE_SIZE); /* found: address maps one page */
	kunmap_local(address);
}

void several_by_a_shift(struct page *page)
{
	char *address = kmap_local_page(page);

	memset(address, 0, PAGE_SIZE << 1); /* found: address maps one page */
	kunmap_local(address);
}

void large(struct folio *folio)
{
	char *address = kmap_local_folio(folio, 0);

	memset(address, 0, folio_size(folio)); /* found: address maps one page */
	kunmap_local(address);
}

char the_first_behind(struct page *page)
{
	char *address = kmap_local_page(page);
	char byte = address[PAGE_SIZE]; /* found: the page behind */

	kunmap_local(address);
	return byte;
}

char the_first_behind_too(struct page *page)
{
	char *address = kmap_local_page(page);
	char byte = *(address + KMAP_PAGE_SIZE); /* found: the page behind */

	kunmap_local(address);
	return byte;
}

void one_round_too_many(struct page *page)
{
	char *address = kmap_local_page(page);
	unsigned int i;

	for (i = 0; i <= PAGE_SIZE; i++)
		address[i] = 0; /* found: the last round */
	kunmap_local(address);
}

void scattered(struct scatterlist *sg, char *to)
{
	char *address = kmap_atomic(sg_page(sg));

	memcpy(to, address + sg->offset, sg->length); /* found: address maps one page, and */
	kunmap_atomic(address);
}

void of_bvecs(struct bio *bio, char *to)
{
	struct bvec_iter iter;
	struct bio_vec bv;

	bio_for_each_bvec(bv, bio, iter)
	{
		char *address = kmap_local_page(bv.bv_page);

		memcpy(to, address + bv.bv_offset, bv.bv_len); /* found: address maps one page */
		kunmap_local(address);
		to += bv.bv_len;
	}
}

char in_front(struct page *page)
{
	char *address = kmap_local_page(page), byte;

	byte = address[-1]; /* found: the page before */
	kunmap_local(address);
	return byte;
}
