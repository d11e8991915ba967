// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// An unmap that may end the mapping of somebody else.

void of_the_caller(struct page **pages, u8 *bytes, int count)
{
	while (count--) {
		if (!bytes)
			bytes = kmap_atomic(pages[count]); /* left: belongs to what is left */
		use(bytes);
		kunmap_atomic(bytes); /* left: may end another mapping (bytes is not */
		bytes = NULL;
	}
}

void of_another_function(struct page *page)
{
	u8 *bytes = kmap_atomic(page); /* left: belongs to what is left */

	if (bytes[0])
		goto out;
	kunmap_atomic(bytes); /* left: belongs to what is left */
	bytes = map_the_next(page);
out:
	kunmap_atomic(bytes); /* left: may end another mapping (bytes is set here, line 22) */
}
