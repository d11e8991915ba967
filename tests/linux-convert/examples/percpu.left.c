// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Data of a processor, while the mapping is held.

#define COUNT(what) __this_cpu_inc(what)

static void note(void)
{
	last_processor = smp_processor_id();
}

static void note_all(void)
{
	note();
}

void directly(struct page *page)
{
	void *address = kmap_atomic(page); /* left: per-CPU data (this_cpu_inc(), line 21) */

	clear_page(address);
	this_cpu_inc(pages_cleared);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void in_a_condition(struct page *page)
{
	void *address = kmap_atomic(page); /* left: per-CPU data (per_cpu_ptr(), line 29) */

	if (per_cpu_ptr(&caches, 0)->full)
		clear_page(address);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void through_functions(struct page *page)
{
	void *address = kmap_atomic(page); /* left: per-CPU data (smp_processor_id() in note(), */

	note_all();
	kunmap_atomic(address); /* left: belongs to what is left */
}

void through_a_macro(struct page *page)
{
	void *address = kmap_atomic(page); /* left: per-CPU data (__this_cpu_inc() in COUNT(), */

	COUNT(pages_seen);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void own_protection(struct page *page)
{
	void *address = kmap_atomic(page); /* left: per-CPU data (get_cpu_var(), */

	get_cpu_var(pages_seen)++;
	put_cpu_var(pages_seen);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void statistics(struct page *page)
{
	void *address = kmap_atomic(page); /* left: per-CPU data (__inc_zone_page_state(), */

	__inc_zone_page_state(page, NR_CLEARED);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void counter(struct page *page, local_t *count)
{
	void *address = kmap_atomic(page); /* left: per-CPU data (local_inc(), */

	local_inc(count);
	kunmap_atomic(address); /* left: belongs to what is left */
}
