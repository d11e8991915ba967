// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Data of a processor outside of the mapping.

void count_and_clear(struct page *page)
{
	void *address;

	this_cpu_inc(pages_cleared);
	address = kmap_atomic(page);
	clear_page(address);
	kunmap_atomic(address);
	last_processor = smp_processor_id();
}

/* The name alone says nothing: this one has no function of that kind in it. */
static void per_cpus(void *address)
{
	clear_page(address);
}

void clear(struct page *page)
{
	void *address = kmap_atomic(page);

	per_cpus(address);
	kunmap_atomic(address);
}
