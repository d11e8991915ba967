// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Copies inside the kernel.

void kernel(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	memcpy(address, place->buffer, place->bytes);
	kunmap_atomic(address);
}
