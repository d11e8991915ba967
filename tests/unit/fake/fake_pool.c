/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The pool's page tables and TLBs, its lock and its sleepers.
 */
#include <limits.h>
#include <string.h>

#include <kmap/kmap.h>

#include "fake_pool.h"

/* Where in its table the first PTE lies; an entry that is none of a table's follows each. */
#define SKEW 3
#define TABLES ((KMAP_POOL_PAGES + SKEW + FAKE_TABLE_PTES - 1) / FAKE_TABLE_PTES)

unsigned int fake_pool_flushes;
unsigned int fake_pool_flushed_pages;
bool (*fake_pool_sleep)(bool interruptible);
unsigned int fake_pool_wakes;
bool fake_pool_woken;
bool fake_pool_locked;
bool fake_pool_waiting;

static struct kmap_pte tables[TABLES][FAKE_TABLE_PTES + 1];
static struct tlb_entry {
	unsigned long pfn;
	bool valid;
} tlb[KMAP_CPUS_MAX][KMAP_POOL_PAGES];

void fake_pool_reset(void)
{
	memset(tlb, 0, sizeof(tlb));
	for (unsigned int table = 0; table < TABLES; table++)
		for (unsigned int nr = 0; nr <= FAKE_TABLE_PTES; nr++)
			tables[table][nr] = kmap_arch_pte_none();
	for (unsigned int nr = 0; nr < FAKE_FRAMES; nr++)
		fake_pages[nr].kmap_word = 0;
	fake_pool_sleep = NULL;
	fake_pool_locked = fake_pool_waiting = false;
	kmap_persistent_init();
	fake_pool_flushes = fake_pool_flushed_pages = fake_pool_wakes = 0;
}

/* KMAP_POOL_PAGES or more outside. */
static uintptr_t page_number(uintptr_t address)
{
	return (address - FAKE_POOL_BASE) >> KMAP_ARCH_PAGE_SHIFT;
}

bool fake_pool_contains(uintptr_t address)
{
	return page_number(address) < KMAP_POOL_PAGES;
}

struct kmap_pte *fake_pool_pte(uintptr_t address)
{
	uintptr_t number = page_number(address);

	if (number >= KMAP_POOL_PAGES)
		fake_fail("no PTE for %#lx in the pool", (unsigned long)address);
	number += SKEW;
	return &tables[number / FAKE_TABLE_PTES][number % FAKE_TABLE_PTES];
}

unsigned int fake_pool_valid_ptes(void)
{
	unsigned int valid = 0;

	for (unsigned int table = 0; table < TABLES; table++)
		for (unsigned int nr = 0; nr <= FAKE_TABLE_PTES; nr++)
			valid += !kmap_arch_pte_is_none(tables[table][nr]);
	return valid;
}

unsigned long fake_pool_translate(const void *address)
{
	struct tlb_entry *entry = &tlb[fake_cpu_number][page_number((uintptr_t)address)];
	struct kmap_pte pte = *fake_pool_pte((uintptr_t)address);

	if (!entry->valid && !kmap_arch_pte_is_none(pte))
		*entry = (struct tlb_entry){ fake_pte_pfn(pte), true };
	return entry->valid ? entry->pfn : FAKE_FAULT;
}

void fake_pool_invalidate(const void *address)
{
	tlb[fake_cpu_number][page_number((uintptr_t)address)].valid = false;
}

void fake_pool_lock(void)
{
	fake_step("pool lock");
	if (fake_pool_locked)
		fake_fail("the pool lock is taken twice");
	fake_pool_locked = true;
}

void fake_pool_unlock(void)
{
	if (!fake_pool_locked)
		fake_fail("the pool lock is not held");
	fake_pool_locked = false;
	fake_step("pool unlocked");
}

/* Step by step: between two CPUs anything may happen. */
void fake_pool_flush_all(uintptr_t start, uintptr_t end)
{
	if (!fake_pool_contains(start) || !fake_pool_contains(end - 1) || start >= end ||
	    (start | end) % KMAP_PAGE_SIZE)
		fake_fail("flush of %#lx to %#lx", (unsigned long)start, (unsigned long)end);
	if (!fake_pool_locked)
		fake_fail("flush without the lock");
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++) {
		fake_step("flush");
		for (uintptr_t page = page_number(start); page < page_number(end - 1) + 1; page++)
			tlb[cpu][page].valid = false;
	}
	fake_pool_flushes++;
	fake_pool_flushed_pages = (unsigned int)((end - start) >> KMAP_ARCH_PAGE_SHIFT);
}

void fake_pool_wait_prepare(void)
{
	fake_step("wait prepare");
	fake_pool_waiting = true;
	fake_pool_woken = false;
}

bool fake_pool_wait_sleep(bool interruptible)
{
	if (fake_pool_locked || !fake_pool_waiting)
		fake_fail("sleep with the pool lock, or unprepared");
	if (!fake_pool_sleep)
		fake_fail("sleep for room, and nobody will wake us");
	return fake_pool_sleep(interruptible);
}

void fake_pool_wait_finish(void)
{
	if (!fake_pool_waiting)
		fake_fail("the end of a wait that did not begin");
	fake_pool_waiting = false;
}

void fake_pool_wake_all(void)
{
	fake_step("wake all");
	fake_pool_wakes++;
	fake_pool_woken = true;
}
