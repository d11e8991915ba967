/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window: page tables, TLBs, the lock, and waiting.
 */
#include <limits.h>
#include <string.h>

#include <kmap/kmap.h>

#include "fake_persistent.h"
#include "fake_tables.h"

/* The index of the first PTE in its table. An entry that belongs to no page follows each table. */
#define SKEW 3
#define TABLES ((KMAP_PERSISTENT_PAGES + SKEW + FAKE_TABLE_PTES - 1) / FAKE_TABLE_PTES)

unsigned int fake_persistent_flushes;
unsigned int fake_persistent_flushed_pages;
bool (*fake_persistent_sleep)(bool interruptible);
unsigned int fake_persistent_wakes;
bool fake_persistent_woken;
bool fake_shared_locked;
bool fake_persistent_waiting;

static struct kmap_pte tables[TABLES][FAKE_TABLE_PTES + 1];
static struct tlb_entry {
	unsigned long pfn;
	bool valid;
} tlb[KMAP_CPUS_MAX][KMAP_PERSISTENT_PAGES];

void fake_persistent_reset(void)
{
	memset(tlb, 0, sizeof(tlb));
	for (unsigned int table = 0; table < TABLES; table++)
		for (unsigned int nr = 0; nr <= FAKE_TABLE_PTES; nr++)
			tables[table][nr] = kmap_arch_pte_none();
	for (unsigned int nr = 0; nr < FAKE_FRAMES; nr++)
		fake_pages[nr].kmap_word = 0;
	fake_persistent_sleep = NULL;
	fake_shared_locked = fake_persistent_waiting = false;
	kmap_persistent_init();
	fake_persistent_flushes = fake_persistent_flushed_pages = fake_persistent_wakes = 0;
}

/* The index of a page in the persistent window; KMAP_PERSISTENT_PAGES or more outside. */
static uintptr_t page_number(uintptr_t address)
{
	return (address - FAKE_PERSISTENT_BASE) >> KMAP_ARCH_PAGE_SHIFT;
}

bool fake_persistent_contains(uintptr_t address)
{
	return page_number(address) < KMAP_PERSISTENT_PAGES;
}

struct kmap_pte *fake_persistent_pte(uintptr_t address)
{
	uintptr_t number = page_number(address);

	if (number >= KMAP_PERSISTENT_PAGES)
		fake_fail("no PTE for %#lx in the persistent window", (unsigned long)address);
	number += SKEW;
	return &tables[number / FAKE_TABLE_PTES][number % FAKE_TABLE_PTES];
}

unsigned int fake_persistent_valid_ptes(void)
{
	unsigned int valid = 0;

	for (unsigned int table = 0; table < TABLES; table++)
		for (unsigned int nr = 0; nr <= FAKE_TABLE_PTES; nr++)
			valid += !kmap_arch_pte_is_none(tables[table][nr]);
	return valid;
}

unsigned long fake_persistent_translate(const void *address)
{
	struct tlb_entry *entry = &tlb[fake_cpu_number][page_number((uintptr_t)address)];
	struct kmap_pte pte = *fake_persistent_pte((uintptr_t)address);

	if (!entry->valid && !kmap_arch_pte_is_none(pte))
		*entry = (struct tlb_entry){ fake_pte_pfn(pte), true };
	return entry->valid ? entry->pfn : FAKE_FAULT;
}

void fake_persistent_invalidate(const void *address)
{
	tlb[fake_cpu_number][page_number((uintptr_t)address)].valid = false;
}

void fake_shared_lock(void)
{
	fake_step("shared lock");
	if (fake_shared_locked)
		fake_fail("the shared lock is taken twice");
	fake_shared_locked = true;
}

void fake_shared_unlock(void)
{
	if (!fake_shared_locked)
		fake_fail("the shared lock is not held");
	fake_shared_locked = false;
	fake_step("shared lock given back");
}

/* With a step before each CPU, at which other things may happen. */
void fake_persistent_flush_all(uintptr_t start, uintptr_t end)
{
	if (!fake_persistent_contains(start) || !fake_persistent_contains(end - 1) ||
	    start >= end || (start | end) % KMAP_PAGE_SIZE)
		fake_fail("flush of %#lx to %#lx", (unsigned long)start, (unsigned long)end);
	if (!fake_shared_locked)
		fake_fail("flush without the lock");
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++) {
		fake_step("flush");
		for (uintptr_t page = page_number(start); page < page_number(end - 1) + 1; page++)
			tlb[cpu][page].valid = false;
	}
	fake_persistent_flushes++;
	fake_persistent_flushed_pages = (unsigned int)((end - start) >> KMAP_ARCH_PAGE_SHIFT);
}

void fake_persistent_wait_prepare(void)
{
	fake_step("wait prepare");
	fake_persistent_waiting = true;
	fake_persistent_woken = false;
}

bool fake_persistent_wait_sleep(bool interruptible)
{
	if (fake_shared_locked || !fake_persistent_waiting)
		fake_fail("sleep with the shared lock, or unprepared");
	if (!fake_persistent_sleep)
		fake_fail("sleep for room, and nobody will wake us");
	return fake_persistent_sleep(interruptible);
}

void fake_persistent_wait_finish(void)
{
	if (!fake_persistent_waiting)
		fake_fail("the end of a wait that did not begin");
	fake_persistent_waiting = false;
}

void fake_persistent_wake_all(void)
{
	fake_step("wake all");
	fake_persistent_wakes++;
	fake_persistent_woken = true;
}
