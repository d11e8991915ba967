// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Other questions about the context.

void interrupt(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	if (in_interrupt() || irqs_disabled())
		address[0] = 1;
	kunmap_atomic(address);
}
