// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Last-in first-out.

void copy_pages(struct page *target, struct page *source)
{
	char *from = kmap_atomic(source);
	char *to = kmap_atomic(target);

	copy_page(to, from);
	kunmap_atomic(to);
	kunmap_atomic(from);
}

void one_after_the_other(struct page *target, struct page *source)
{
	char *from, *to;

	from = kmap_atomic(source);
	use(from);
	kunmap_atomic(from);
	to = kmap_atomic(target);
	use(to);
	kunmap_atomic(to);
}
