// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Functions that use an address and do not keep it.

static void read_header(struct place *place, const char *from, int bytes)
{
	place->magic = from[0];
	place->bytes = bytes;
}

void reads(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	read_header(place, address, PAGE_SIZE);
	kunmap_atomic(address);
}

static void keep_second(struct place *place, const char *from, char *buffer)
{
	place->buffer = buffer;
	memcpy(buffer, from, place->bytes);
}

void is_first(struct page *page, struct place *place, char *buffer)
{
	char *address = kmap_atomic(page);

	keep_second(place, address, buffer);
	kunmap_atomic(address);
}
