/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Local mappings that use the address of a persistent one.
 */
#include "reuse.h"

#include "mapping.h"
#include "misuse.h"
#include "note.h"

#if KMAP_ARCH_REUSES_PERSISTENT && KMAP_PERSISTENT

void *kmap_reuse_map(unsigned long pfn, kmap_prot_t prot)
{
	const kmap_page_t *page = prot == KMAP_PROT_DEFAULT ? kmap_host_pfn_to_page(pfn) : NULL;

	return page ? kmap_persistent_get(page) : NULL;
}

bool kmap_reuse_unmap(const void *address, uintptr_t caller)
{
	const kmap_page_t *page;

	if (!kmap_persistent_contains(address))
		return false;
	page = kmap_persistent_to_page(address);
	if (!page || !kmap_persistent_drop(page))
		kmap_persistent_report_unmap(page, caller);
	return true;
}

/*
 * A page that nobody uses in the persistent window gets a second address: what was written through
 * the first one may be in the cache there.
 */
static void settle(const kmap_page_t *page)
{
	void *address = KMAP_ARCH_CACHE_RETIRES ? kmap_persistent_get(page) : NULL;

	if (!address)
		return;
	kmap_arch_cache_retire(address);
	kmap_persistent_drop(page);
}

const kmap_page_t *kmap_reuse_conflict(const struct kmap_frames *frames, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const kmap_page_t *page = kmap_host_pfn_to_page(kmap_frames_pfn(frames, i));

		if (page && kmap_persistent_in_use(page))
			return page;
		if (page)
			settle(page);
	}
	return NULL;
}

/* Whether a page has as many users as can be counted. */
static bool is_full(const kmap_page_t *page)
{
	uint32_t word = kmap_persistent_word(page), count;
	const struct kmap_persistent_slot *slot;

	if (!word)
		return false;
	slot = &kmap_persistent_table[word - 1];
	count = kmap_arch_shared_load(&slot->count) & KMAP_PERSISTENT_COUNT_MASK;
	return count == KMAP_PERSISTENT_COUNT_MASK && kmap_persistent_page(slot) == page;
}

/*
 * Other CPUs may map the page and take it down between any two looks at it, so a page that was in
 * use and then could not be had is asked about again, unless it has all the users that it can have.
 * Each turn but the last needs another CPU that mapped the page meanwhile.
 */
void *kmap_reuse_resolve(const struct kmap_frames *frames, size_t count, kmap_prot_t prot,
			 const kmap_page_t **conflict)
{
	void *address = NULL;

	do {
		*conflict = kmap_reuse_conflict(frames, count);
		if (!*conflict || count > 1 || prot != KMAP_PROT_DEFAULT)
			return NULL;
		address = kmap_reuse_map(kmap_frames_pfn(frames, 0), prot);
	} while (!address && !is_full(*conflict));
	return address;
}

/* As kmap_reuse_held(), for what the current task has. */
static bool task_holds(const kmap_page_t *page, uintptr_t caller)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	unsigned long pfn = kmap_host_page_to_pfn(page);

	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++) {
		struct kmap_pte pte = ctrl->pteval[slot];

		if (kmap_arch_pte_is_none(pte) || kmap_arch_pte_pfn(pte) != pfn)
			continue;
		kmap_misuse_slot(KMAP_BUG_ALIASED, slot,
				 kmap_window_slot_address(kmap_host_window()->number, slot),
				 caller);
		return true;
	}
	return false;
}

bool kmap_reuse_held(const kmap_page_t *page, uintptr_t caller)
{
	if (task_holds(page, caller))
		return true;
	if (!kmap_debug_page_is_held(page))
		return false;
	kmap_misuse_value(KMAP_BUG_ALIASED, KMAP_VALUE_PAGE, (uintptr_t)page, caller);
	return true;
}

#endif
