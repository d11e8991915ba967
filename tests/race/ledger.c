/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "ledger.h"

#include "check.h"

/* An entry: the partner (page or slot), and the number of users. */
#define USERS_BITS 8
#define USERS_MASK ((1u << USERS_BITS) - 1)

static uint32_t pages_at[KMAP_PERSISTENT_PAGES];
static uint32_t slots_of[RACE_FRAMES];

static void hold(uint32_t *entry, uint32_t partner, const char *what, uint32_t number)
{
	uint32_t old = __atomic_load_n(entry, __ATOMIC_RELAXED);
	uint32_t users;

	do {
		users = old & USERS_MASK;
		if (!check_that(!users || old >> USERS_BITS == partner, "%s %u goes with %u and %u",
				what, number, old >> USERS_BITS, partner))
			return;
	} while (!__atomic_compare_exchange_n(entry, &old, partner << USERS_BITS | (users + 1),
					      false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
}

static uint32_t slot_of(const void *address)
{
	return (uint32_t)(((uintptr_t)address - RACE_PERSISTENT_BASE) >> KMAP_ARCH_PAGE_SHIFT);
}

void ledger_mapped(const kmap_page_t *page, const void *address)
{
	uint32_t frame = (uint32_t)kmap_host_page_to_pfn(page);

	hold(&pages_at[slot_of(address)], frame, "slot", slot_of(address));
	hold(&slots_of[frame], slot_of(address), "page", frame);
}

void ledger_unmap(const kmap_page_t *page, const void *address)
{
	__atomic_fetch_sub(&pages_at[slot_of(address)], 1, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&slots_of[kmap_host_page_to_pfn(page)], 1, __ATOMIC_RELAXED);
}
