// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Locks and counters that do without disabled preemption.

void locked(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	spin_lock(&place->lock);
	place->count++;
	spin_unlock(&place->lock);
	kunmap_atomic(address);
}

void reader(struct page *page, struct place *place)
{
	char *address = kmap_atomic(page);

	while (read_seqcount_retry(&place->sequence, read_seqcount_begin(&place->sequence)))
		place->retries++;
	kunmap_atomic(address);
}
