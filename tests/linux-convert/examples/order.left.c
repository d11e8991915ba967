// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// First-in first-out.

void copy_pages(struct page *target, struct page *source)
{
	char *from = kmap_atomic(source); /* left: unmapped out of order (before to, */
	char *to = kmap_atomic(target); /* left: unmapped out of order (after from, */

	copy_page(to, from);
	kunmap_atomic(from); /* left: belongs to what is left */
	kunmap_atomic(to); /* left: belongs to what is left */
}
