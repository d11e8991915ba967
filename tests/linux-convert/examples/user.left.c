// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// User memory, where a page fault fails inside kmap_atomic().

void copies(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: touches user memory (copy_from_user(), line 8 */

	place->left = copy_from_user(address, place->user, place->bytes);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void reads(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: touches user memory (get_user(), line 16) */

	if (get_user(address[0], place->user))
		place->left = 1;
	kunmap_atomic(address); /* left: belongs to what is left */
}

void writes(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: touches user memory */

	__put_user(address[0], place->user);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void unsafe(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: touches user memory */

	unsafe_put_user(address[0], place->user, failed);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void to_iterator(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: touches user memory */

	copy_to_iter(address, place->bytes, place->iterator);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void zeroes(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: touches user memory */

	iov_iter_zero(place->bytes, place->iterator);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void faults_in(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: touches user memory */

	fault_in_pages_readable(place->user, place->bytes);
	kunmap_atomic(address); /* left: belongs to what is left */
}
