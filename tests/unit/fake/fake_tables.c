/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of the windows.
 */
#include "fake_tables.h"

#include <stdlib.h>
#include <string.h>

#include <kmap/types.h>

#include "fake_machine.h"

static void none(struct kmap_pte *ptes, size_t count)
{
	for (size_t nr = 0; nr < count; nr++)
		ptes[nr] = kmap_arch_pte_none();
}

static unsigned int valid(const struct kmap_pte *ptes, size_t count)
{
	unsigned int found = 0;

	for (size_t nr = 0; nr < count; nr++)
		if (!kmap_arch_pte_is_none(ptes[nr]))
			found++;
	return found;
}

size_t fake_tables_skew;

#if KMAP_WINDOW_PRIVATE

/* What lies at the one address: the PTEs of the executing CPU. */
static struct kmap_pte *here;
/* Those of the other CPUs. */
static struct kmap_pte away[KMAP_CPUS_MAX][KMAP_WINDOW_SLOTS];

void fake_tables_reset(void)
{
	if (!here)
		here = malloc(KMAP_WINDOW_SLOTS * sizeof(*here));
	none(here, KMAP_WINDOW_SLOTS);
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		none(away[cpu], KMAP_WINDOW_SLOTS);
}

void fake_tables_free(void)
{
	free(here);
	here = NULL;
}

struct kmap_pte *fake_tables_pte(size_t page)
{
	return &here[page];
}

void fake_tables_enter(unsigned int number)
{
	memcpy(away[fake_cpu_number], here, sizeof(away[0]));
	memcpy(here, away[number], sizeof(away[0]));
	fake_cpu_number = number;
}

unsigned int fake_tables_valid(void)
{
	unsigned int found = valid(here, KMAP_WINDOW_SLOTS);

	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		if (cpu != fake_cpu_number)
			found += valid(away[cpu], KMAP_WINDOW_SLOTS);
	return found;
}

#else

#define FAKE_PAGES ((size_t)KMAP_WINDOW_SLOTS * KMAP_WINDOWS)
/* With any skew. */
#define FAKE_TABLES ((FAKE_PAGES + 2 * FAKE_WINDOW_TABLE_PTES - 1) / FAKE_WINDOW_TABLE_PTES)

/* Each table is a separate allocation, so that the sanitizer detects an overrun. */
static struct kmap_pte *window_tables[FAKE_TABLES];

void fake_tables_reset(void)
{
	fake_tables_skew = FAKE_TABLE_SKEW;
	for (size_t nr = 0; nr < FAKE_TABLES; nr++) {
		if (!window_tables[nr])
			window_tables[nr] =
				malloc(FAKE_WINDOW_TABLE_PTES * sizeof(*window_tables[nr]));
		none(window_tables[nr], FAKE_WINDOW_TABLE_PTES);
	}
}

void fake_tables_free(void)
{
	for (size_t nr = 0; nr < FAKE_TABLES; nr++) {
		free(window_tables[nr]);
		window_tables[nr] = NULL;
	}
}

struct kmap_pte *fake_tables_pte(size_t page)
{
	page += fake_tables_skew;
	return &window_tables[page / FAKE_WINDOW_TABLE_PTES][page % FAKE_WINDOW_TABLE_PTES];
}

void fake_tables_enter(unsigned int number)
{
	fake_cpu_number = number;
}

unsigned int fake_tables_valid(void)
{
	unsigned int found = 0;

	for (size_t nr = 0; nr < FAKE_TABLES; nr++)
		found += valid(window_tables[nr], FAKE_WINDOW_TABLE_PTES);
	return found;
}

#endif
