// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Unmaps of an address that has left the page.

void to_the_end(struct page *page)
{
	char *address = kmap_local_page(page), *end = address + PAGE_SIZE;

	while (address < end)
		*address++ = 0;
	kunmap_local(address); /* found: address was moved on by the loop, line 9 */
}

void in_steps(struct page *page, int count)
{
	char *address = kmap_atomic(page);
	int i;

	for (i = 0; i < count; i++) {
		work(address);
		address += 64;
	}
	kunmap_atomic(address); /* found: address was moved on by the loop, line 20 */
}

void in_the_head(struct page *page, int count)
{
	char *address = kmap_local_page(page);
	int i;

	for (i = 0; i < count; i++, address++)
		work(address);
	kunmap_local(address); /* found: address was moved on by the loop, line 30 */
}

void the_next_page(struct page *page)
{
	char *address = kmap_local_page(page);

	*address = 0;
	kunmap_local(address + PAGE_SIZE); /* found: address and a page */
}
