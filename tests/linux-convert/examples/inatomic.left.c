// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Copies of user memory that must not fault.

void raw(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: a copy that must not fault */

	place->left = __copy_from_user_inatomic(address, place->user, place->bytes);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void iterator(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: a copy that must not fault */

	iov_iter_copy_from_user_atomic(page, place->iterator, 0, place->bytes);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void renamed(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: a copy that must not fault */

	copy_page_from_iter_atomic(page, 0, place->bytes, place->iterator);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void nofault(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: a copy that must not fault */

	copy_from_user_nofault(address, place->user, place->bytes);
	kunmap_atomic(address); /* left: belongs to what is left */
}
