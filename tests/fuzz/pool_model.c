/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of persistent mappings.
 */
#include <string.h>

#include "pool.h"

unsigned int pool_lost;
static struct pool_page pages[FUZZ_FRAMES];
static unsigned int flying;
/* Whether something is frozen: a page, or NULL for all. */
static bool frozen;
static const kmap_page_t *frozen_page;

void pool_model_reset(void)
{
	memset(pages, 0, sizeof(pages));
	flying = pool_lost = 0;
	pool_model_thaw();
	fake_pool_reset();
}

bool pool_model_flying(void)
{
	return flying;
}

struct pool_page *pool_model_of(const kmap_page_t *page)
{
	return &pages[page - fake_pages];
}

void pool_model_freeze(const kmap_page_t *page)
{
	frozen = true;
	frozen_page = page;
}

void pool_model_thaw(void)
{
	frozen = false;
}

bool pool_model_frozen(const kmap_page_t *page)
{
	return frozen && page && (!frozen_page || page == frozen_page);
}

bool pool_model_crowded(const kmap_page_t *page)
{
	return page &&
	       pool_model_of(page)->users + pool_model_of(page)->flying >= KMAP_POOL_COUNT - 1;
}

kmap_page_t *pool_model_page(uintptr_t address)
{
	for (unsigned int nr = 0; nr < FUZZ_FRAMES; nr++)
		if (pages[nr].users &&
		    pages[nr].address == address / KMAP_PAGE_SIZE * KMAP_PAGE_SIZE)
			return &fake_pages[nr];
	return NULL;
}

void pool_model_check(void)
{
	unsigned int before = fake_cpu_number;

	for (unsigned int nr = 0; nr < FUZZ_FRAMES; nr++) {
		if (!pages[nr].users)
			continue;
		for (fake_cpu_number = 0; fake_cpu_number < FUZZ_CPUS; fake_cpu_number++)
			if (fake_translate((const void *)pages[nr].address) != fake_pfn(nr))
				fake_fail("%#lx of the pool does not show frame %u on CPU %u",
					  (unsigned long)pages[nr].address, nr, fake_cpu_number);
		fake_cpu_number = before;
	}
}

unsigned int pool_model_occupied(void)
{
	unsigned int count = pool_lost;

	for (unsigned int nr = 0; nr < FUZZ_FRAMES; nr++)
		count += pages[nr].users != 0;
	return count;
}

void pool_model_fly(const kmap_page_t *page)
{
	flying++;
	if (page)
		pool_model_of(page)->flying++;
}

void pool_model_land(const kmap_page_t *page)
{
	flying--;
	if (page)
		pool_model_of(page)->flying--;
}

void pool_model_gained(const kmap_page_t *page, uintptr_t address)
{
	struct pool_page *entry = pool_model_of(page);
	const kmap_page_t *there = pool_model_page(address);

	if ((address - FAKE_POOL_BASE) / KMAP_PAGE_SIZE >= KMAP_POOL_PAGES ||
	    address % KMAP_PAGE_SIZE)
		fake_fail("%#lx is not in the pool", (unsigned long)address);
	if (there && there != page)
		fake_fail("%#lx belongs to another page", (unsigned long)address);
	if (entry->users && entry->address != address)
		fake_fail("a page has two addresses in the pool: %#lx and %#lx",
			  (unsigned long)entry->address, (unsigned long)address);
	entry->users++;
	entry->address = address;
}
