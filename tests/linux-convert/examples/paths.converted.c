// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Several unmaps of one map, several maps of one unmap, loops, jumps.

int checked_sum(struct page *page)
{
	const u8 *bytes = kmap_atomic(page);
	int at, sum = 0;

	if (bytes[0] != MAGIC) {
		kunmap_atomic(bytes);
		return -EINVAL;
	}
	for (at = 0; at < PAGE_SIZE; at++) {
		if (bytes[at] == BAD)
			goto bad;
		sum += bytes[at];
	}
	kunmap_atomic(bytes);
	return sum;
bad:
	kunmap_atomic(bytes);
	return -EIO;
}

int walk(struct chain *chain)
{
	struct link *link;
	int length = 0;

	link = kmap_atomic(chain->page);
	while (link->next) {
		length++;
		if (link->next != chain->index) {
			kunmap_atomic(link);
			if (chain_read(chain, length))
				return -EIO;
			link = kmap_atomic(chain->page);
		}
	}
	kunmap_atomic(link);
	return length;
}
