// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Sleeping outside of sections, or beside mappings that allow it.

void before_and_after(struct page *page, struct mutex *mutex)
{
	char *address;

	mutex_lock(mutex);
	address = kmap_atomic(page);
	address[0] = 1;
	kunmap_atomic(address);
	mutex_unlock(mutex);
	msleep(1);
}

void beside_a_local_mapping(struct page *page, struct mutex *mutex)
{
	char *address = kmap_local_page(page);

	mutex_lock(mutex);
	address[0] = 1;
	mutex_unlock(mutex);
	kunmap_local(address);
}

void *without_waiting(struct page *page, int bytes)
{
	char *address = kmap_atomic(page);
	char *copy = kmalloc(bytes, GFP_ATOMIC);

	if (copy)
		memcpy(copy, address, bytes);
	kunmap_atomic(address);
	return copy;
}
