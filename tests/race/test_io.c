/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Long-lived I/O mappings: all CPUs map parts of one device's memory, in a window that is
 * too small for all of them, and unmap each other's mappings.
 */
#include <stdio.h>

#include <kmap/kmap.h>

#include "check.h"
#include "tests.h"

#define IO_STEPS (race_share * 120u)
#define PAGES_MAX 3u

/* The device's range, shared by all CPUs. */
static struct io_mapping device;
/* A mapping made by one CPU, to be unmapped by any CPU. */
static char *left_here;

static uint64_t bytes_of(unsigned long pages)
{
	return (uint64_t)pages << KMAP_ARCH_PAGE_SHIFT;
}

static void check_shows(const void *address, uint32_t number)
{
	const struct race_frame *frame = race_access(address);

	check_that(!frame || frame->number == number, "frame %u is mapped instead of %u",
		   frame ? frame->number : 0, number);
	check_that(kmap_io_to_pfn(address) == number, "the frame of %p is not %u", address, number);
}

/* Map some pages of the range and check each; NULL if there was no room. */
static char *map_part(struct io_mapping *range)
{
	uint32_t count = 1 + race_random(PAGES_MAX);
	uint32_t first = race_random(RACE_DEVICE - count + 1);
	char *address = io_mapping_map_wc(range, bytes_of(first), bytes_of(count));

	if (!address)
		return NULL;
	check_that(kmap_io_len(address) == bytes_of(count), "%u pages have a length of %zu", count,
		   kmap_io_len(address));
	for (uint32_t i = 0; i < count; i++)
		check_shows(address + i * KMAP_PAGE_SIZE, RACE_FIRST_DEVICE + first + i);
	return address;
}

static void unmap(char *address)
{
	if (address)
		io_mapping_unmap(address);
}

/* Create a range, map a part of it, and free it. */
static void own_range(void)
{
	struct io_mapping range;

	io_mapping_create_wc(&range, bytes_of(RACE_FIRST_DEVICE), bytes_of(RACE_DEVICE));
	unmap(map_part(&range));
	io_mapping_free(&range);
}

static void map_local(void)
{
	uint32_t page = race_random(RACE_DEVICE);
	char *address = io_mapping_map_local_wc(&device, bytes_of(page));
	const struct race_frame *frame = race_access(address);

	check_that(!frame || frame->number == RACE_FIRST_DEVICE + page, "another frame is mapped");
	io_mapping_unmap_local(address);
}

/* Lookups that are allowed at any time. */
static void ask(void)
{
	const char *address = (const char *)RACE_IO_BASE + race_random(KMAP_IO_SIZE);
	unsigned long pfn = kmap_io_to_pfn(address);

	check_that(pfn == KMAP_IO_NO_PFN || pfn - RACE_FIRST_DEVICE < RACE_DEVICE,
		   "%p shows frame %lu", address, pfn);
	check_that(kmap_io_len(address) <= KMAP_IO_SIZE, "a mapping is longer than the window");
}

static void io_step(uint32_t nr)
{
	(void)nr;
	switch (race_random(8)) {
	case 0:
	case 1:
		own_range();
		break;
	case 2:
		map_local();
		break;
	case 3:
		ask();
		break;
	case 4:
		unmap(map_part(&device));
		break;
	default:
		unmap(__atomic_exchange_n(&left_here, map_part(&device), __ATOMIC_ACQ_REL));
	}
}

void test_io(void)
{
	char *whole, *rest;

	io_mapping_create_wc(&device, bytes_of(RACE_FIRST_DEVICE), bytes_of(RACE_DEVICE));
	check_on_all(io_step, IO_STEPS);
	printf("# no room %u times\n", race_io_full());
	check_that(race_io_full() != 0, "there was always room");
	unmap(left_here);
	check_that(device.held == 0, "%u mappings are left", device.held);
	/* No page was lost: these two mappings and their guards fill the window. */
	whole = io_mapping_map_wc(&device, 0, bytes_of(RACE_DEVICE));
	rest = io_mapping_map_wc(&device, 0, bytes_of(KMAP_IO_PAGES - RACE_DEVICE - 1));
	check_that(whole && rest, "pages of the window were lost");
	unmap(whole);
	unmap(rest);
	io_mapping_free(&device);
}
