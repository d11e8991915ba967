// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// What relies on disabled preemption.

void writer(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: relies on disabled preemption (write_seqcount */

	write_seqcount_begin(&place->sequence);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void statistics(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: relies on disabled preemption (u64_stats_upda */

	u64_stats_update_begin(&place->statistics);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void nested(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: relies on disabled preemption (spin_lock_nest */

	spin_lock_nested(&place->lock, SINGLE_DEPTH_NESTING);
	kunmap_atomic(address); /* left: belongs to what is left */
}

void scheduler(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: relies on disabled preemption (rcu_dereferenc */

	use(rcu_dereference_sched(place->next));
	kunmap_atomic(address); /* left: belongs to what is left */
}

void assertion(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page); /* left: relies on disabled preemption (lockdep_assert */

	lockdep_assert_preemption_disabled();
	kunmap_atomic(address); /* left: belongs to what is left */
}
