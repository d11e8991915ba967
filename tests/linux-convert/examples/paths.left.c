// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Mappings that are not ended on every path, or not in the same function.

int forgets(struct page *page)
{
	const u8 *bytes = kmap_atomic(page); /* left: not unmapped on every path */

	if (bytes[0] != MAGIC)
		return -EINVAL;
	kunmap_atomic(bytes); /* left: belongs to what is left (kmap_atomic(), line 6) */
	return 0;
}

void begins(struct page *page)
{
	u8 *bytes = kmap_atomic(page); /* left: no unmap in the same function */

	bytes[0] = MAGIC;
}

void ends(u8 *bytes)
{
	kunmap_atomic(bytes); /* left: no map in the same function */
}

int sometimes(struct page *page, bool high)
{
	u8 *bytes = NULL;

	if (high)
		bytes = kmap_atomic(page); /* left: not unmapped on every path */
	use(bytes);
	if (high)
		kunmap_atomic(bytes); /* left: */
	return 0;
}

/* What speaks against one speaks against all that it belongs to. */
int shared(struct page *page, int step)
{
	u8 *bytes;

	if (step)
		bytes = kmap_atomic(page); /* left: belongs to what is left */
	else {
		bytes = kmap_atomic(page); /* left: per-CPU data (smp_processor_id(), line 47) */
		raise(smp_processor_id());
	}
	kunmap_atomic(bytes); /* left: belongs to what is left */
	return 0;
}
