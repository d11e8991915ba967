// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that leave the function.

void member(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (address is store */

	place->buffer = address;
	kunmap_atomic(address); /* left: belongs to what is left */
}

void cast(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: address leaves the function */

	place->header = (struct header *)(address + place->bytes);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void pointee(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: address leaves the function */

	*place->where = address;
	kunmap_atomic(address); /* left: belongs to what is left */
}

void element(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: address leaves the function */

	place->buffers[0] = &address[1];
	kunmap_atomic(address); /* left: belongs to what is left */
}

void alias(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (end, which point */

	char *end = address + place->bytes;

	place->buffer = end;
	kunmap_atomic(address); /* left: belongs to what is left */
}

void taken(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (the address of a */

	advance(&address);
	kunmap_atomic(address); /* left: belongs to what is left */
}
