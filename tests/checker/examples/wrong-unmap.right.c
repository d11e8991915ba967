// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Each family with its own unmap, which gets what it wants.

void local(struct page *page)
{
	char *address = kmap_local_page(page);

	*address = 0;
	kunmap_local(address);
}

void atomic(struct page *page)
{
	char *address = kmap_atomic(page);

	*address = 0;
	kunmap_atomic(address);
}

void shared(struct page *page)
{
	char *address = kmap(page);

	*address = 0;
	kunmap(page);
}

void one_variable(struct page *page)
{
	char *address = kmap_atomic(page);

	*address = 0;
	kunmap_atomic(address);
	address = kmap_local_page(page);
	*address = 1;
	kunmap_local(address);
}

void both(struct page *page)
{
	char *shared_address = kmap(page);
	char *address = kmap_local_page(page);

	*address = *shared_address;
	kunmap_local(address);
	kunmap(page);
}
