// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Sleeping inside a section of kmap_atomic().

void waits(struct page *page, struct mutex *mutex)
{
	char *address = kmap_atomic(page);

	mutex_lock(mutex); /* found: mutex_lock() */
	address[0] = 1;
	mutex_unlock(mutex);
	kunmap_atomic(address);
}

void *allocates(struct page *page, int bytes)
{
	char *address = kmap_atomic(page);
	char *copy = kmalloc(bytes, GFP_KERNEL); /* found: kmalloc() */

	if (copy)
		memcpy(copy, address, bytes);
	kunmap_atomic(address);
	return copy;
}

static void deep(struct page *page)
{
	wait_on_page_locked(page);
}

void through_another_function(struct page *page, struct page *other)
{
	char *address = kmap_atomic(page);

	deep(other); /* found: wait_on_page_locked() in deep() */
	*address = 0;
	kunmap_atomic(address);
}

void maps_a_shared_one(struct page *page, struct page *other)
{
	char *to = kmap_atomic(page);
	char *from = kmap(other); /* found: kmap() */

	*to = *from;
	kunmap(other);
	kunmap_atomic(to);
}
