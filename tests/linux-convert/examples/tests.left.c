// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Tests of the context, and changes of it.

void atomic(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: tests the context (in_atomic(), line 8) */

	if (in_atomic())
		address[0] = 1;
	kunmap_atomic(address); /* left: belongs to what is left */
}

void preemptible_here(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: tests the context (preemptible(), line 17) */

	WARN_ON(preemptible());
	kunmap_atomic(address); /* left: belongs to what is left */
}

void faults(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: tests the context (pagefault_disabled(), line */

	BUG_ON(!pagefault_disabled());
	kunmap_atomic(address); /* left: belongs to what is left */
}

void read_side(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: tests the context */

	WARN_ON(!rcu_read_lock_sched_held());
	kunmap_atomic(address); /* left: belongs to what is left */
}

void enables(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: enables preemption or page faults (pagefault_ */

	pagefault_enable();
	kunmap_atomic(address); /* left: belongs to what is left */
}

void preempts(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: enables preemption or page faults */

	preempt_enable_no_resched();
	kunmap_atomic(address); /* left: belongs to what is left */
}
