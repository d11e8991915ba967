// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Functions that keep an address, or end its mapping.

static char *last;

static void keep_second(struct place *place, const char *from, char *buffer)
{
	place->buffer = buffer;
	memcpy(buffer, from, place->bytes);
}

static void keep(char *buffer)
{
	last = buffer;
}

static void end(struct place *place, char *buffer)
{
	if (place->done)
		kunmap_atomic(buffer); /* left: no map in the same function */
}

void is_second(struct page *page, struct place *place, char *buffer)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (keep_second */

	keep_second(place, buffer, address);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void in_the_file(struct page *page)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (keep() */

	keep(address);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void unmapped_by_another(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (end() unmaps */

	end(place, address);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void known(struct page *page, struct scatterlist *list)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (sg_init_ */

	sg_init_one(list, address, PAGE_SIZE);
	kunmap_atomic(address); /* left: belongs to what is left */
}
