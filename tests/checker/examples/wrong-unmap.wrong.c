// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Unmaps of something else than what was mapped.

void the_page(struct page *page)
{
	char *address = kmap_local_page(page);

	*address = 0;
	kunmap_local(page); /* found: page is a page */
}

void the_page_in_an_array(struct pages *all)
{
	char *address = kmap_atomic(all->page[0]);

	*address = 0;
	kunmap_atomic(all->page[0]); /* found: all->page[0] is what was mapped */
}

void the_address(struct page *page)
{
	char *address = kmap(page);

	*address = 0;
	kunmap(address); /* found: address is the address */
}

void the_address_later(struct page *page)
{
	char *address;

	address = kmap(page);
	*address = 0;
	kunmap(address); /* found: address is the address */
}

void shared_as_local(struct page *page)
{
	char *address = kmap(page);

	*address = 0;
	kunmap_local(address); /* found: the address is of kmap() */
}

void local_as_shared(struct page *page)
{
	char *address = kmap_local_page(page);

	*address = 0;
	kunmap(page); /* found: the page was mapped with kmap_local_page() */
}

void atomic_as_local(struct page *page)
{
	char *address = kmap_atomic(page);

	*address = 0;
	kunmap_local(address); /* found: the address is of kmap_atomic() */
}

void local_as_atomic(struct page *page)
{
	char *address = kmap_local_page(page);

	*address = 0;
	kunmap_atomic(address); /* found: the address is of kmap_local_page() */
}
