/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Device memory. The window has one lock and no fast path: operations on it are not
 * injected into each other, but all other operations are injected into them.
 */
#include <string.h>

#include "io.h"
#include "local.h"

#define RANGES 3u

/* A range that the program may have created. */
static struct range {
	struct io_mapping storage;
	bool live;
	unsigned long first, pages;
	unsigned int held;
} ranges[RANGES];

/* A long-lived mapping; its range may have been freed. */
static struct io_hold {
	uintptr_t address;
	unsigned int pages;
	unsigned long pfn;
	struct range *range;
} holds[KMAP_IO_PAGES];
static unsigned int count;
static bool io_flying;

void io_model_reset(void)
{
	memset(ranges, 0, sizeof(ranges));
	count = 0;
	io_flying = false;
}

bool io_model_flying(void)
{
	return io_flying;
}

uintptr_t io_model_address(unsigned int which)
{
	return count ? holds[count - 1 - which % count].address : 0;
}

static struct io_hold *find(uintptr_t address)
{
	for (unsigned int nr = 0; nr < count; nr++)
		if (address - holds[nr].address < holds[nr].pages * KMAP_PAGE_SIZE)
			return &holds[nr];
	return NULL;
}

unsigned long io_model_find(uintptr_t address, size_t *length)
{
	const struct io_hold *hold = find(address);

	if (!hold)
		return KMAP_IO_NO_PFN;
	*length = hold->address + hold->pages * KMAP_PAGE_SIZE - address;
	return hold->pfn + (address - hold->address) / KMAP_PAGE_SIZE;
}

static void hold_check(const struct io_hold *hold)
{
	for (unsigned int page = 0; page <= hold->pages; page++) {
		uintptr_t address = hold->address + page * KMAP_PAGE_SIZE;
		unsigned long expected = page < hold->pages ? hold->pfn + page : FAKE_FAULT;

		if (fake_translate((const void *)address) != expected)
			fake_fail("%#lx of the I/O window does not show %#lx on CPU %u",
				  (unsigned long)address, expected, fake_cpu_number);
		if (page < hold->pages &&
		    !fake_pte_has_prot(*fake_window_pte(address), KMAP_PROT_WRITE_COMBINED))
			fake_fail("device memory is not mapped write-combined");
	}
}

void io_model_check(void)
{
	unsigned int before = fake_cpu_number, pages = 0;

	if (io_flying)
		return;
	for (unsigned int nr = 0; nr < count; nr++) {
		pages += holds[nr].pages;
		for (fake_cpu_number = 0; fake_cpu_number < FUZZ_CPUS; fake_cpu_number++)
			hold_check(&holds[nr]);
	}
	fake_cpu_number = before;
	if (fake_io_valid_ptes() != pages)
		fake_fail("%u pages of the I/O window are mapped, must be %u", fake_io_valid_ptes(),
			  pages);
}

/* Whether the window has @pages free pages and one for the guard in a row. */
static bool room(unsigned int pages)
{
	unsigned int run = 0;
	bool taken[KMAP_IO_PAGES + 1] = { false };

	for (unsigned int nr = 0; nr < count; nr++)
		for (unsigned int page = 0; page <= holds[nr].pages; page++)
			taken[(holds[nr].address - FAKE_IO_BASE) / KMAP_PAGE_SIZE + page] = true;
	for (unsigned int page = 0; page <= KMAP_IO_PAGES; page++) {
		run = taken[page] ? 0 : run + 1;
		if (run > pages)
			return true;
	}
	return false;
}

/* Whether the context may take the shared lock, and it is free. */
static bool may_work(void)
{
	return !io_flying && fake_preemptible() && !fake_this_cpu()->switching &&
	       !fake_shared_locked;
}

void op_io_create(const struct instruction *in)
{
	struct range *range = &ranges[in->a % RANGES];
	uint64_t base = (FAKE_DEVICE_PFN + (in->b & 63)) * KMAP_PAGE_SIZE + (in->b & 128 ? 8 : 0);
	uint64_t size = (in->c & 15) * KMAP_PAGE_SIZE + (in->c & 128 ? 1 : 0);
	bool right = !(in->b & 128) && !(in->c & 128) && size;

	if (range->live || !may_work())
		return;
	if (!right)
		fuzz_expect(KMAP_BUG_IO_RANGE, base);
	if ((io_mapping_create_wc(&range->storage, base, size) == &range->storage) != right)
		fake_fail("io_mapping_create_wc() is wrong");
	if (!right)
		return;
	range->live = true;
	range->first = base / KMAP_PAGE_SIZE;
	range->pages = size / KMAP_PAGE_SIZE;
	range->held = 0;
}

void op_io_free(const struct instruction *in)
{
	struct range *range = &ranges[in->a % RANGES];
	struct flight before;

	if (!range->live || !may_work())
		return;
	if (range->held)
		fuzz_expect(KMAP_BUG_IO_HELD, 0);
	for (unsigned int nr = 0; nr < count; nr++)
		if (holds[nr].range == range)
			holds[nr].range = NULL;
	range->live = false;
	range->pages = range->held = 0;
	io_flying = true;
	before = fly(0, 0);
	io_mapping_free(&range->storage);
	land(before);
	io_flying = false;
}

void op_io_local(const struct instruction *in)
{
	struct range *range = &ranges[in->a % RANGES];
	uint64_t offset = (in->b & 15) * KMAP_PAGE_SIZE + in->c * 16;
	struct wish wish = { .pages = 1, .prot = KMAP_PROT_WRITE_COMBINED };
	char *address;

	if (io_flying)
		return;
	if (offset / KMAP_PAGE_SIZE >= range->pages) {
		fuzz_expect(KMAP_BUG_IO_RANGE, offset);
		if (io_mapping_map_local_wc(&range->storage, offset))
			fake_fail("device memory out of its range is mapped");
		return;
	}
	wish.pfn[0] = range->first + offset / KMAP_PAGE_SIZE;
	wish_begin(&wish);
	address = io_mapping_map_local_wc(&range->storage, offset);
	if (address && (uintptr_t)address % KMAP_PAGE_SIZE != offset % KMAP_PAGE_SIZE)
		fake_fail("%p is not the address of byte %#lx", (void *)address, offset);
	wish_end(&wish, address ? address - offset % KMAP_PAGE_SIZE : NULL);
}

/* A mapping of @pages was made. */
static void added(struct range *range, uintptr_t address, uint64_t offset, unsigned int pages)
{
	struct io_hold hold = { address - offset % KMAP_PAGE_SIZE, pages,
				range->first + offset / KMAP_PAGE_SIZE, range };
	uintptr_t first = (hold.address - FAKE_IO_BASE) / KMAP_PAGE_SIZE;

	if (hold.address % KMAP_PAGE_SIZE || first + pages > KMAP_IO_PAGES)
		fake_fail("%#lx is not in the I/O window", (unsigned long)address);
	for (unsigned int page = 0; page <= pages; page++)
		if (find(hold.address + page * KMAP_PAGE_SIZE) ||
		    find(hold.address + page * KMAP_PAGE_SIZE - KMAP_PAGE_SIZE))
			fake_fail("%#lx is mapped already, or a guard", (unsigned long)address);
	range->held++;
	holds[count++] = hold;
}

void op_io_map(const struct instruction *in)
{
	struct range *range = &ranges[in->a % RANGES];
	uint64_t offset = (in->b & 15) * KMAP_PAGE_SIZE + (in->b >> 4) * 273;
	uint64_t size = (in->c & 15) * KMAP_PAGE_SIZE + (in->c >> 4) * 273;
	uint64_t end = offset + size;
	unsigned int pages = (unsigned int)((end + KMAP_PAGE_SIZE - 1) / KMAP_PAGE_SIZE -
					    offset / KMAP_PAGE_SIZE);
	bool inside = size && end <= range->pages * KMAP_PAGE_SIZE, fits = inside && room(pages);
	struct flight before;
	void *address;

	if (!may_work())
		return;
	if (!fits)
		fuzz_expect(inside ? KMAP_BUG_IO_FULL : KMAP_BUG_IO_RANGE, offset);
	io_flying = true;
	before = fly(0, 0);
	address = io_mapping_map_wc(&range->storage, offset, size);
	land(before);
	io_flying = false;
	fuzz_say("-> %p", address);
	if (!address == fits)
		fake_fail("io_mapping_map_wc() of %u pages returns %p", pages, address);
	if (fits)
		added(range, (uintptr_t)address, offset, pages);
}

static void unmap(uintptr_t address)
{
	struct io_hold *hold = find(address);
	struct flight before;

	if (!hold)
		fuzz_expect(KMAP_BUG_IO_NOT_MAPPED, address);
	if (hold && hold->range)
		hold->range->held--;
	if (hold)
		*hold = holds[--count];
	io_flying = true;
	before = fly(0, 0);
	io_mapping_unmap((const void *)address);
	land(before);
	io_flying = false;
}

void op_io_unmap(const struct instruction *in)
{
	uintptr_t address = fuzz_address(in->a, in->b);

	if (may_work())
		unmap(address);
}

void io_model_finish(void)
{
	while (count)
		unmap(holds[0].address);
}
