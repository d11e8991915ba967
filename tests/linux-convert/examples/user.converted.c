// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Words that only look like user memory.

void kernel(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	copy_page(address, place->buffer);
	clear_user_page(address, place->virtual, page);
	copy_user_page(address, place->buffer, place->virtual, page);
	put_page(place->page);
	place->user_bytes = address[0];
	kunmap_atomic(address);
}
