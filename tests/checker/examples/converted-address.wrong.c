// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Temporary addresses that are treated as direct ones.

struct page *to_its_page(struct page *page)
{
	char *address = kmap_local_page(page);
	struct page *same = virt_to_page(address); /* found: virt_to_page() of address */

	kunmap_local(address);
	return same;
}

void to_a_device(struct scatterlist *sg, struct page *page, int offset, int bytes)
{
	char *address = kmap(page);

	sg_init_one(sg, address + offset, bytes); /* found: sg_init_one() of address */
	work(sg);
	kunmap(page);
}

unsigned long by_hand(struct page *page)
{
	char *address = kmap_atomic(page);
	unsigned long physical = (unsigned long)address - PAGE_OFFSET; /* found: PAGE_OFFSET */

	kunmap_atomic(address);
	return physical;
}

void freed(struct page *page)
{
	char *address = kmap_local_page(page);

	kfree(address); /* found: kfree() of address */
	kunmap_local(address);
}
