/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A page with a persistent mapping goes back to its allocator.
 */
#include <kmap/persistent.h>

#include "misuse.h"

#if KMAP_PERSISTENT

bool kmap_persistent_in_use(const kmap_page_t *page)
{
	uint32_t word = kmap_persistent_word(page);

	return word && kmap_persistent_to_page(kmap_persistent_address(word - 1)) == page;
}

/*
 * Become a user of the slot, so that it is not taken down meanwhile, and take @page out
 * of it: when the slot is taken down later, the page's word, which by then may name
 * another slot, is left alone.
 */
void kmap_persistent_forget(const kmap_page_t *page)
{
	struct kmap_persistent_slot *slot;
	uint32_t number, count;

	if (!page || !kmap_persistent_needed(page))
		return;
	if (!kmap_persistent_get(page)) {
		/* If it is in use, it has as many users as can be counted. */
		if (kmap_persistent_in_use(page))
			kmap_misuse_value(KMAP_BUG_FREED_MAPPED, KMAP_VALUE_PAGE, (uintptr_t)page,
					  KMAP_CALLER);
		return;
	}
	number = kmap_arch_shared_load(kmap_host_page_word(page));
	slot = &kmap_persistent_table[number - 1];
	/* Written back later, what the cache has would fall upon the page's next owner. */
	if (KMAP_ARCH_CACHE_RETIRES)
		kmap_arch_cache_retire(kmap_persistent_address(number - 1));
	kmap_arch_shared_store(kmap_host_page_word(page), 0);
	kmap_persistent_page_set(slot, NULL);
	count = kmap_arch_shared_load(&slot->count) & KMAP_PERSISTENT_COUNT_MASK;
	kmap_persistent_put(slot);
	if (count > 2)
		kmap_misuse_value(KMAP_BUG_FREED_MAPPED, KMAP_VALUE_PAGE, (uintptr_t)page,
				  KMAP_CALLER);
}

#endif
