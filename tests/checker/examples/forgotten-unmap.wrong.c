// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Paths on which a mapping stays.

int on_an_error(struct page *page, char *to, int bytes)
{
	char *from = kmap_local_page(page); /* found: the mapping in from is not given back */

	if (bytes > limit(page))
		return -EINVAL;
	memcpy(to, from, bytes);
	kunmap_local(from);
	return 0;
}

int by_a_jump(struct page *page, struct page *other)
{
	char *from = kmap_atomic(page), *to; /* found: the mapping in from */
	int status = -EIO;

	if (!is_ready(other))
		goto out;
	to = kmap_atomic(other);
	copy_page(to, from);
	kunmap_atomic(to);
	kunmap_atomic(from);
	status = 0;
out:
	return status;
}

void without_a_value(struct page *page)
{
	char *address = kmap_local_page(page); /* found: the mapping in address */

	if (address[0]) {
		kunmap_local(address);
		return;
	}
	if (address[1])
		return;
	kunmap_local(address);
}

int after_the_test(struct page *page, int bytes)
{
	char *address;

	address = kmap_local_try_page(page); /* found: the mapping in address */
	if (!address)
		return -EAGAIN;
	if (!bytes)
		return 0;
	memset(address, 0, bytes);
	kunmap_local(address);
	return bytes;
}

int behind_an_endless_loop(struct page **pages, int most)
{
	char *address = kmap_local_page(*pages); /* found: the mapping in address */
	int number = 0;

	while (1) {
		if (is_wanted(address))
			goto found;
		kunmap_local(address);
		if (!*++pages)
			return -ENOENT;
		address = kmap_local_page(*pages); /* found: the mapping in address */
		number++;
	}
found:
	if (number > most)
		goto out;
	clear(address);
	kunmap_local(address);
out:
	return number;
}

int shared(struct page *page, int bytes)
{
	char *address = kmap(page); /* found: the mapping of page is not given back */

	if (!bytes)
		return -EINVAL;
	memset(address, 0, bytes);
	kunmap(page);
	return 0;
}

int shared_after_the_test(struct page *page, int bytes)
{
	char *address = kmap_try(page); /* found: the mapping of page is not given back */

	if (!address)
		return -EAGAIN;
	if (!bytes)
		return -EINVAL;
	memset(address, 0, bytes);
	kunmap(page);
	return 0;
}
