// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Code that Coccinelle cannot parse is not missed.

void broken(struct page *page)
{
	void *address = kmap_atomic(page); /* left: Coccinelle does not understand this code */

	if (address {
		kunmap_atomic(address); /* left: Coccinelle does not understand this code */
}
