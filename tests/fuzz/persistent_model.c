/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of persistent mappings.
 */
#include <string.h>

#include "persistent.h"

unsigned int persistent_lost[KMAP_ARCH_COLOURS];
static struct persistent_page pages[FUZZ_FRAMES];
static unsigned int flying;
/* Whether a page is frozen; NULL freezes all. */
static bool frozen;
static const kmap_page_t *frozen_page;

void persistent_model_reset(void)
{
	memset(pages, 0, sizeof(pages));
	memset(persistent_lost, 0, sizeof(persistent_lost));
	flying = 0;
	persistent_model_thaw();
	fake_persistent_reset();
}

bool persistent_model_flying(void)
{
	return flying;
}

struct persistent_page *persistent_model_of(const kmap_page_t *page)
{
	return &pages[page - fake_pages];
}

void persistent_model_freeze(const kmap_page_t *page)
{
	frozen = true;
	frozen_page = page;
}

void persistent_model_thaw(void)
{
	frozen = false;
}

bool persistent_model_frozen(const kmap_page_t *page)
{
	return page && (persistent_model_of(page)->pinned ||
			(frozen && (!frozen_page || page == frozen_page)));
}

bool persistent_model_crowded(const kmap_page_t *page)
{
	return page && persistent_model_of(page)->users + persistent_model_of(page)->flying >=
			       KMAP_PERSISTENT_COUNT_MASK - 1;
}

kmap_page_t *persistent_model_page(uintptr_t address)
{
	for (unsigned int nr = 0; nr < FUZZ_FRAMES; nr++)
		if (pages[nr].users &&
		    pages[nr].address == address / KMAP_PAGE_SIZE * KMAP_PAGE_SIZE)
			return &fake_pages[nr];
	return NULL;
}

void persistent_model_check(void)
{
	unsigned int before = fake_cpu_number;

	for (unsigned int nr = 0; nr < FUZZ_FRAMES; nr++) {
		if (!pages[nr].users)
			continue;
		for (fake_cpu_number = 0; fake_cpu_number < FUZZ_CPUS; fake_cpu_number++)
			if (fake_translate((const void *)pages[nr].address) != fake_pfn(nr))
				fake_fail("%#lx of the persistent window does not show frame %u on "
					  "CPU %u",
					  (unsigned long)pages[nr].address, nr, fake_cpu_number);
		fake_cpu_number = before;
	}
}

unsigned int persistent_model_colour(const kmap_page_t *page)
{
	return (unsigned int)(fake_pfn((unsigned int)(page - fake_pages)) % KMAP_ARCH_COLOURS);
}

/* The window begins at an address of colour 0. */
unsigned int persistent_model_slots_of(unsigned int colour)
{
	return (KMAP_PERSISTENT_PAGES + KMAP_ARCH_COLOURS - 1 - colour) / KMAP_ARCH_COLOURS;
}

unsigned int persistent_model_occupied_of(unsigned int colour)
{
	unsigned int count = persistent_lost[colour];

	for (unsigned int nr = 0; nr < FUZZ_FRAMES; nr++)
		count += pages[nr].users != 0 && persistent_model_colour(&fake_pages[nr]) == colour;
	return count;
}

unsigned int persistent_model_occupied(void)
{
	unsigned int count = 0;

	for (unsigned int colour = 0; colour < KMAP_ARCH_COLOURS; colour++)
		count += persistent_model_occupied_of(colour);
	return count;
}

void persistent_model_fly(const kmap_page_t *page)
{
	flying++;
	if (page)
		persistent_model_of(page)->flying++;
}

void persistent_model_land(const kmap_page_t *page)
{
	flying--;
	if (page)
		persistent_model_of(page)->flying--;
}

void persistent_model_gained(const kmap_page_t *page, uintptr_t address)
{
	struct persistent_page *entry = persistent_model_of(page);
	const kmap_page_t *there = persistent_model_page(address);

	if ((address - FAKE_PERSISTENT_BASE) / KMAP_PAGE_SIZE >= KMAP_PERSISTENT_PAGES ||
	    address % KMAP_PAGE_SIZE)
		fake_fail("%#lx is not in the persistent window", (unsigned long)address);
	if (there && there != page)
		fake_fail("%#lx belongs to another page", (unsigned long)address);
	if (entry->users && entry->address != address)
		fake_fail("a page has two addresses in the persistent window: %#lx and %#lx",
			  (unsigned long)entry->address, (unsigned long)address);
	entry->users++;
	entry->address = address;
}
