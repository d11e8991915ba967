/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The cost per page of copying whole pages: high pages through mappings, and low
 * pages through the direct map. The calls are the same.
 */
#include "bench_copy.h"

#include <kmap/kmap.h>

#include "machine.h"
#include "memory.h"
#include "print.h"
#include "sched.h"

#define PAGES 64
#define COPIES 12800u

static struct page *sources[ZONES][PAGES], *targets[ZONES][PAGES];

static void one_by_one(enum zone zone)
{
	for (unsigned int i = 0; i < PAGES; i++)
		kmap_copy_page(targets[zone][i], sources[zone][i]);
}

static void all_at_once(enum zone zone)
{
	kmap_copy_pages(targets[zone], sources[zone], PAGES);
}

static void copy_measure(const char *name, void (*copy)(enum zone), enum zone zone)
{
	uint64_t counted;

	irq_disable();
	counted = machine_counter();
	for (unsigned int i = 0; i < COPIES / PAGES; i++)
		copy(zone);
	counted = machine_counter() - counted;
	irq_enable();
	print("@bench op=%s instructions=%llu\n", name,
	      (unsigned long long)(counted + COPIES / 2) / COPIES);
}

void bench_copies(void)
{
	for (enum zone zone = ZONE_LOW; zone < ZONES; zone++) {
		for (unsigned int i = 0; i < PAGES; i++) {
			sources[zone][i] = page_alloc(zone);
			targets[zone][i] = page_alloc(zone);
		}
	}
	copy_measure("copy_page_direct", one_by_one, ZONE_LOW);
	copy_measure("copy_page_mapped", one_by_one, ZONE_HIGH);
	copy_measure("copy_pages_direct", all_at_once, ZONE_LOW);
	copy_measure("copy_pages_mapped", all_at_once, ZONE_HIGH);
}
