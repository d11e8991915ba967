// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Maps and unmaps of all kinds, with nothing in between that matters.

void fill(struct page *page, const void *from, size_t bytes)
{
	void *to = kmap_atomic(page);

	memcpy(to, from, bytes);
	kunmap_atomic(to);
}

u32 first_word(struct mapped_frame *frame)
{
	u32 *words, word;

	words = kmap_atomic_pfn(frame->pfn);
	word = words[0];
	kunmap_atomic(words);
	words = kmap_atomic_prot(frame->page, PAGE_KERNEL_RO);
	word += words[0];
	kunmap_atomic(words);
	return word;
}

/* kmap_atomic() in a comment is no call, and neither is this: */
const char *const name = "kmap_atomic(page)";

void poke(struct io_mapping *aperture, unsigned long offset, u32 value)
{
	u32 __iomem *at;

	at = io_mapping_map_atomic_wc(aperture, offset & PAGE_MASK) + offset_in_page(offset);
	writel(value, at);
	io_mapping_unmap_atomic(at);
}
