/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What <linux/highmem-internal.h> compiles into every caller: for a page in low memory,
 * all of it; for another one, a call. Included there, and nowhere else.
 */
#ifndef KMAP_INLINE_H
#define KMAP_INLINE_H

/* In the place of kmap_prot: no valid attributes, so that a constant tells the usual case. */
#define KMAP_LINUX_PLAIN __pgprot(0)

void *__kmap_local_high(struct page *page);
void *__kmap_local_high_prot(struct page *page, pgprot_t prot);
void __kunmap_local_window(const void *vaddr);

#if defined(CONFIG_X86_32) && defined(CONFIG_FLATMEM)

/*
 * All struct pages are one array, in which the pages of high memory come last: ZONE_HIGHMEM
 * begins at max_low_pfn, and ZONE_MOVABLE is either all above or all below that.
 */
struct kmap_low {
	struct page *end;
	unsigned long bytes;
};

/* Until kmap_local_init() all pages are low ones. Constant afterwards. */
extern struct kmap_low kmap_low;

static inline bool kmap_linux_page_is_low(const struct page *page)
{
	return page < kmap_low.end;
}

static inline bool kmap_linux_address_is_low(const void *vaddr)
{
	return (unsigned long)vaddr - PAGE_OFFSET < kmap_low.bytes;
}

#else

static inline bool kmap_linux_page_is_low(struct page *page)
{
	return !PageHighMem(page);
}

static inline bool kmap_linux_address_is_low(const void *vaddr)
{
	return vaddr < high_memory && (unsigned long)vaddr >= PAGE_OFFSET;
}

#endif

static inline void *__kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	if (!IS_ENABLED(CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP) && kmap_linux_page_is_low(page))
		return lowmem_page_address(page);
	return pgprot_val(prot) ? __kmap_local_high_prot(page, prot) : __kmap_local_high(page);
}

static inline void kunmap_local_indexed(const void *vaddr)
{
	if (IS_ENABLED(CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP) || !kmap_linux_address_is_low(vaddr))
		__kunmap_local_window(vaddr);
}

#endif
