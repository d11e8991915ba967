// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that are not simply in a variable of the function.

static char *window;

void *returned(struct page *page)
{
	return kmap_atomic(page); /* left: address leaves the function (its address */
}

void *returned_later(struct page *page)
{
	char *address = kmap_atomic(page); /* left: address leaves the function (address is */

	return address + 1;
}

void member(struct cursor *cursor)
{
	cursor->at = kmap_atomic(cursor->page); /* left: address leaves the function (stored outs */
	use(cursor);
	kunmap_atomic(cursor->at); /* left: no map in the same function */
}

void of_the_file(struct page *page)
{
	window = kmap_atomic(page); /* left: address leaves the function (stored in window, */
	use(window);
	kunmap_atomic(window); /* left: belongs to what is left */
}

void chosen(struct page *page, bool atomic)
{
	char *address = atomic ? kmap_atomic(page) : kmap(page); /* left: not simply in a variabl */

	use(address);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void passed(struct page *page)
{
	use(kmap_atomic(page)); /* left: not simply in a variable */
}

#define MAP(page) kmap_atomic(page) /* left: in a macro */

void *(*const map)(struct page *page) = kmap_atomic; /* left: no call (only its name) */
