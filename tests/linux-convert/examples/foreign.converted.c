// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The variable gets another address only where that is not unmapped.

void twice(struct page *page, u8 *bytes)
{
	use(bytes);
	bytes = kmap_atomic(page);
	use(bytes);
	kunmap_atomic(bytes);
	bytes = page_address(page);
	use(bytes);
	bytes = kmap_atomic(page);
	use(bytes);
	kunmap_atomic(bytes);
}
