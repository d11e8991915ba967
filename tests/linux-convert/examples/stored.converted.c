// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Values from the page are stored, and addresses in variables of the function.

void value(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	place->first = address[0];
	place->count = ((struct header *)address)->count;
	kunmap_atomic(address);
}

void variable(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	char *end = address + place->bytes;

	while (address[0] && end)
		end = NULL;
	kunmap_atomic(address);
}
