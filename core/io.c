/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of device memory. Local ones are slots; this file also has the I/O window,
 * for long-lived ones.
 *
 * A mapping takes its pages and one more behind them, the guard. The shared lock
 * protects the table below. A page is taken before its PTE is written, and is free
 * again once all CPUs have flushed it.
 */
#include <kmap/io.h>

#include "apart.h"
#include "flush.h"
#include "mapping.h"
#include "misuse.h"
#include "note.h"

#if KMAP_IO

/**
 * struct io_page - a page of the I/O window
 * @owner: the range that is mapped here; NULL for a guard, a free page, and a page
 *         that is being freed
 * @pfn:   the frame that is mapped here
 * @start: first page of the mapping that this page belongs to
 * @taken: the page is not free
 */
struct io_page {
	struct io_mapping *owner;
	unsigned long pfn;
	unsigned int start;
	bool taken;
};

/* The last one stands for the guard at the end of the window. */
#define IO_PAGES (KMAP_IO_PAGES + 1u)
#define IO_NONE IO_PAGES

static struct io_page io_pages[IO_PAGES];

/* Owns the mappings whose range was freed while they existed. */
static struct io_mapping io_orphans;

/*
 * Lookups of an address read @owner and @pfn without the lock, so both are read and
 * written in one access, and a CPU that sees an owner sees the frame as well.
 */
static const struct io_mapping *io_owner(const struct io_page *page)
{
	return __atomic_load_n(&page->owner, __ATOMIC_ACQUIRE);
}

static void io_own(struct io_page *page, struct io_mapping *owner)
{
	__atomic_store_n(&page->owner, owner, __ATOMIC_RELEASE);
}

/* Take a page of the mapping that begins with page @start. */
static void io_fill(struct io_page *page, struct io_mapping *owner, unsigned long pfn,
		    unsigned int start)
{
	page->start = start;
	page->taken = true;
	__atomic_store_n(&page->pfn, pfn, __ATOMIC_RELAXED);
	io_own(page, owner);
}

static uintptr_t io_address(unsigned int page)
{
	return kmap_host_io_base() + ((uintptr_t)page << KMAP_ARCH_PAGE_SHIFT);
}

/* The page of an address in the I/O window; the guard at its end for any other address. */
static struct io_page *io_page_at(const void *address)
{
	uintptr_t offset = (uintptr_t)address - kmap_host_io_base();

	return &io_pages[offset < KMAP_IO_SIZE ? offset >> KMAP_ARCH_PAGE_SHIFT : KMAP_IO_PAGES];
}

/* Whether the window lies where nothing else is; reports if not. */
static bool io_is_apart(uintptr_t caller)
{
	const uintptr_t base = kmap_host_io_base(), size = KMAP_IO_SIZE;

	return apart_or_told(apart_from_windows(base, size) && apart_from_persistent(base, size) &&
				     apart_from_direct(base, size),
			     base, caller);
}

struct io_mapping *io_mapping_create_wc(struct io_mapping *storage, uint64_t base, uint64_t size)
{
	uint64_t first = base >> KMAP_ARCH_PAGE_SHIFT;
	uint64_t pages = size >> KMAP_ARCH_PAGE_SHIFT;
	bool whole = !((base | size) & (KMAP_PAGE_SIZE - 1));

	/* Neither sum wraps: both are far below 2^64. */
	if (!whole || !pages || first + pages > ~0ul) {
		kmap_misuse_value(KMAP_BUG_IO_RANGE, KMAP_VALUE_PHYSICAL, base, KMAP_CALLER);
		return NULL;
	}
	if (!kmap_debug_io_frames((unsigned long)first, pages, KMAP_CALLER) ||
	    !io_is_apart(KMAP_CALLER))
		return NULL;
	*storage = (struct io_mapping){
		.first_pfn = (unsigned long)first,
		.pages = (unsigned long)pages,
		.prot = KMAP_PROT_WRITE_COMBINED,
	};
	return storage;
}

void io_mapping_free(struct io_mapping *mapping)
{
	unsigned int held;

	if (!kmap_debug_may_share(KMAP_CALLER))
		return;
	kmap_host_shared_lock();
	held = mapping->held;
	for (unsigned int page = 0; held && page < IO_PAGES; page++)
		if (io_pages[page].owner == mapping)
			io_own(&io_pages[page], &io_orphans);
	io_orphans.held += held;
	mapping->held = 0;
	mapping->pages = 0;
	kmap_host_shared_unlock();
	if (held)
		kmap_misuse_value(KMAP_BUG_IO_HELD, KMAP_VALUE_NONE, 0, KMAP_CALLER);
}

void *io_mapping_map_local_wc(const struct io_mapping *mapping, uint64_t offset)
{
	uint64_t page = offset >> KMAP_ARCH_PAGE_SHIFT;
	char *address;

	if (page >= mapping->pages) {
		kmap_misuse_value(KMAP_BUG_IO_RANGE, KMAP_VALUE_OFFSET, offset, KMAP_CALLER);
		return NULL;
	}
	address =
		kmap_map_pfn(mapping->first_pfn + (unsigned long)page, mapping->prot, KMAP_CALLER);
	return address ? address + (offset & (KMAP_PAGE_SIZE - 1)) : NULL;
}

/* The first page of the lowest run of @count free pages; IO_NONE if there is none. */
static unsigned int io_find(unsigned int count)
{
	unsigned int run = 0;

	for (unsigned int page = 0; page < IO_PAGES; page++) {
		run = io_pages[page].taken ? 0 : run + 1;
		if (run == count)
			return page + 1 - count;
	}
	return IO_NONE;
}

/* Take @count pages and a guard for frames from @pfn on; IO_NONE when there is no room. */
static unsigned int io_take(struct io_mapping *mapping, unsigned long pfn, unsigned int count)
{
	unsigned int start;

	kmap_host_shared_lock();
	start = io_find(count + 1);
	if (start != IO_NONE) {
		for (unsigned int nr = 0; nr < count; nr++)
			io_fill(&io_pages[start + nr], mapping, pfn + nr, start);
		io_pages[start + count].taken = true;
		mapping->held++;
	}
	kmap_host_shared_unlock();
	return start;
}

/* Map @count pages from byte @offset on; returns the address of the first, NULL for no room. */
static char *io_map(struct io_mapping *mapping, uint64_t offset, unsigned int count)
{
	unsigned long pfn = mapping->first_pfn + (unsigned long)(offset >> KMAP_ARCH_PAGE_SHIFT);
	unsigned int start = io_take(mapping, pfn, count);

	if (start == IO_NONE)
		return NULL;
	for (unsigned int nr = 0; nr < count; nr++) {
		uintptr_t address = io_address(start + nr);

		kmap_arch_pte_set(kmap_host_window_pte(address), (void *)address,
				  kmap_arch_pte_make(pfn + nr, mapping->prot));
	}
	return (char *)io_address(start);
}

void *io_mapping_map_wc(struct io_mapping *mapping, uint64_t offset, uint64_t size)
{
	uint64_t bytes = (uint64_t)mapping->pages << KMAP_ARCH_PAGE_SHIFT;
	uint64_t inside = offset & (KMAP_PAGE_SIZE - 1);
	uint64_t count;
	char *address;

	if (!kmap_debug_may_share(KMAP_CALLER))
		return NULL;
	if (!size || size > bytes || offset > bytes - size) {
		kmap_misuse_value(KMAP_BUG_IO_RANGE, KMAP_VALUE_OFFSET, offset, KMAP_CALLER);
		return NULL;
	}
	count = (inside + size + KMAP_PAGE_SIZE - 1) >> KMAP_ARCH_PAGE_SHIFT;
	address = count > KMAP_IO_PAGES ? NULL : io_map(mapping, offset, (unsigned int)count);
	if (!address) {
		kmap_misuse_value(KMAP_BUG_IO_FULL, KMAP_VALUE_OFFSET, offset, KMAP_CALLER);
		return NULL;
	}
	return address + inside;
}

/*
 * Take the mapping at @address from its owner; its pages stay taken. Under the lock.
 * Returns the number of its pages, the first in *@start; 0 when there is no mapping.
 */
static unsigned int io_disown(const void *address, unsigned int *start)
{
	struct io_page *page = io_page_at(address);
	unsigned int count = 0;

	*start = page->start;
	if (!page->owner)
		return 0;
	page->owner->held--;
	/* To the guard, which has no owner. */
	while (io_pages[*start + count].owner)
		io_own(&io_pages[*start + count++], NULL);
	return count;
}

/* Unmap @count pages without an owner on all CPUs, and free them and their guard. */
static void io_release(unsigned int start, unsigned int count)
{
	for (unsigned int nr = 0; nr < count; nr++) {
		uintptr_t page = io_address(start + nr);

		kmap_arch_pte_clear(kmap_host_window_pte(page), (void *)page);
	}
	kmap_flush_all(io_address(start), io_address(start + count));
	for (unsigned int nr = 0; nr <= count; nr++)
		io_pages[start + nr].taken = false;
}

void kmap_io_unmap(const void *address)
{
	unsigned int start, count;

	if (!kmap_debug_may_share(KMAP_CALLER))
		return;
	kmap_host_shared_lock();
	count = io_disown(address, &start);
	if (count)
		io_release(start, count);
	kmap_host_shared_unlock();
	if (!count)
		kmap_misuse_value(KMAP_BUG_IO_NOT_MAPPED, KMAP_VALUE_ADDRESS, (uintptr_t)address,
				  KMAP_CALLER);
}

unsigned long kmap_io_to_pfn(const void *address)
{
	const struct io_page *page = io_page_at(address);

	return io_owner(page) ? __atomic_load_n(&page->pfn, __ATOMIC_RELAXED) : KMAP_IO_NO_PFN;
}

size_t kmap_io_len(const void *address)
{
	const struct io_page *page = io_page_at(address);
	size_t pages = 0;

	/* To the guard, which has no owner. */
	while (io_owner(&page[pages]))
		pages++;
	return (pages << KMAP_ARCH_PAGE_SHIFT) -
	       (pages ? (uintptr_t)address & (KMAP_PAGE_SIZE - 1) : 0);
}

#endif
