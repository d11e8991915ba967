// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Every path gives the mapping back, or leaves that to another function.

int on_every_path(struct page *page, char *to, int bytes)
{
	char *from = kmap_local_page(page);
	int status = 0;

	if (bytes > limit(page)) {
		status = -EINVAL;
		goto out;
	}
	memcpy(to, from, bytes);
out:
	kunmap_local(from);
	return status;
}

int under_the_same_condition(struct page *page, char *buffer, int is_high)
{
	char *from = buffer;
	int sum;

	if (is_high)
		from = kmap_local_page(page);
	sum = sum_of(from);
	if (is_high)
		kunmap_local(from);
	return sum;
}

int by_its_kind(struct page **pages, int count)
{
	int is_single = count == 1, status;
	char *address;

	if (is_single)
		address = kmap_local_page(pages[0]);
	else
		address = vm_map_ram(pages, count);
	status = work(address);
	if (is_single)
		kunmap_local(address);
	else
		vm_unmap_ram(address, count);
	return status;
}

int in_an_endless_loop(struct page **pages)
{
	char *address = kmap_local_page(*pages);

	for (;;) {
		if (is_wanted(address)) {
			kunmap_local(address);
			return 1;
		}
		kunmap_local(address);
		if (!*++pages)
			return 0;
		address = kmap_local_page(*pages);
	}
}

int with_a_condition(struct page **pages)
{
	char *address = kmap_local_page(*pages);

	while (1) {
		kunmap_local(address);
		if (!*++pages)
			break;
		address = kmap_local_page(*pages);
	}
	return 0;
}

int nothing_was_mapped(struct page *page)
{
	char *address = kmap_local_try_page(page);

	if (!address)
		return -EAGAIN;
	*address = 1;
	kunmap_local(address);
	return 0;
}

int by_another_function(struct page *page, int bytes)
{
	char *address = kmap_local_page(page);

	if (!bytes) {
		put_mapping(address);
		return -EINVAL;
	}
	memset(address, 0, bytes);
	kunmap_local(address);
	return 0;
}

void *by_the_caller(struct page *page, int number)
{
	char *address = kmap_local_page(page);

	if (address[number])
		return address + number;
	kunmap_local(address);
	return NULL;
}

int kept_by_a_cursor(struct cursor *cursor, struct page *page)
{
	char *address = kmap_local_page(page);

	if (is_wanted(address)) {
		cursor->address = address;
		return 1;
	}
	kunmap_local(address);
	return 0;
}

int shared(struct page *page, int bytes)
{
	char *address = kmap(page);
	int status = -EINVAL;

	if (bytes) {
		memset(address, 0, bytes);
		status = 0;
	}
	kunmap(page);
	return status;
}
