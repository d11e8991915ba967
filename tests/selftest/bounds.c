/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Bounds of the host and of the port: the last value inside and the first one outside.
 */
#include "io.h"

static const void *at(uintptr_t address)
{
	return (const void *)address;
}

static bool direct_map(void)
{
	uintptr_t end = DIRECT_BASE + low_bytes;
	const struct page *first = pfn_to_page(LOW_PFN_START);

	CHECK(!kmap_host_address_is_direct(NULL));
	CHECK(!kmap_host_address_is_direct(at(DIRECT_BASE - 1)));
	CHECK(kmap_host_address_is_direct(at(DIRECT_BASE)));
	CHECK(kmap_host_address_is_direct(at(end - 1)));
	CHECK(!kmap_host_address_is_direct(at(end)));
	CHECK(!kmap_host_pfn_is_direct(LOW_PFN_START - 1));
	CHECK(kmap_host_pfn_is_direct(LOW_PFN_START));
	CHECK(kmap_host_pfn_is_direct(low_pfn_end - 1));
	CHECK(!kmap_host_pfn_is_direct(low_pfn_end));
	CHECK(!kmap_host_pfn_is_direct(~0ul));
	CHECK(kmap_host_direct_address(LOW_PFN_START) == at(DIRECT_BASE));
	CHECK(kmap_host_direct_address(low_pfn_end - 1) == at(end - KMAP_PAGE_SIZE));
	CHECK(kmap_host_direct_page(at(DIRECT_BASE)) == first);
	CHECK(kmap_host_direct_page(at(DIRECT_BASE + KMAP_PAGE_SIZE - 1)) == first);
	CHECK(kmap_host_direct_page(at(DIRECT_BASE + KMAP_PAGE_SIZE)) == first + 1);
	CHECK(kmap_host_direct_page(at(end - 1)) == pfn_to_page(low_pfn_end - 1));
	return true;
}

/* The same bounds, as seen by callers of the core. */
static bool direct_map_through_the_core(void)
{
	uintptr_t end = DIRECT_BASE + low_bytes;

	CHECK(!kmap_to_page(at(DIRECT_BASE - 1)) && !kmap_to_page(at(end)));
	CHECK(kmap_to_page(at(DIRECT_BASE)) == pfn_to_page(LOW_PFN_START));
	CHECK(kmap_to_page(at(end - 1)) == pfn_to_page(low_pfn_end - 1));
	CHECK(kmap_local_len(at(DIRECT_BASE - 1)) == 0 && kmap_local_len(at(end)) == 0);
	CHECK(kmap_local_len(at(DIRECT_BASE)) == KMAP_PAGE_SIZE);
	CHECK(kmap_local_len(at(end - 1)) == 1);
	return true;
}

static bool is_temporary(uintptr_t start, uintptr_t end)
{
	CHECK(kmap_address_is_temporary(at(start)));
	CHECK(!kmap_address_is_temporary(at(start - 1)));
	CHECK(kmap_address_is_temporary(at(end - 1)));
	CHECK(!kmap_address_is_temporary(at(end)));
	return true;
}

static bool windows(void)
{
	CHECK(is_temporary(kmap_window_start(), kmap_window_end()));
	CHECK(is_temporary(PERSISTENT_BASE, PERSISTENT_BASE + KMAP_PERSISTENT_SIZE));
	CHECK(is_temporary(IO_BASE, IO_BASE + KMAP_IO_SIZE));
	CHECK(!kmap_persistent_contains(at(PERSISTENT_BASE - 1)));
	CHECK(kmap_persistent_contains(at(PERSISTENT_BASE)));
	CHECK(kmap_persistent_contains(at(PERSISTENT_BASE + KMAP_PERSISTENT_SIZE - 1)));
	CHECK(!kmap_persistent_contains(at(PERSISTENT_BASE + KMAP_PERSISTENT_SIZE)));
	return true;
}

static bool same_pfn(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = kmap_arch_pte_make(pfn, prot);

	CHECK(!kmap_arch_pte_is_none(pte));
	CHECK(kmap_arch_pte_pfn(pte) == pfn);
	return true;
}

/* The first PFN, the last one and each single bit, with all attributes. */
static bool frames_in_ptes(void)
{
	static const kmap_prot_t prots[] = { KMAP_PROT_DEFAULT, KMAP_PROT_READ_ONLY,
					     KMAP_PROT_UNCACHED, KMAP_PROT_WRITE_COMBINED,
					     KMAP_PROT_EXECUTABLE };

	CHECK(kmap_host_pfn_exists(0) && kmap_host_pfn_exists(PFN_END - 1));
	CHECK(!kmap_host_pfn_exists(PFN_END) && !kmap_host_pfn_exists(~0ul));
	for (unsigned int i = 0; i < sizeof(prots) / sizeof(prots[0]); i++) {
		CHECK(same_pfn(0, prots[i]) && same_pfn(PFN_END - 1, prots[i]));
		for (unsigned long pfn = 1; pfn < PFN_END; pfn <<= 1)
			CHECK(same_pfn(pfn, prots[i]));
	}
	return true;
}

/* How many of @count frames from @first on are RAM; checks that both lookups of the host agree. */
static unsigned long count_ram(unsigned long first, unsigned long count)
{
	unsigned long found = 0;

	for (unsigned long pfn = first; pfn < first + count; pfn++)
		if (kmap_host_pfn_to_page(pfn) == pfn_to_page(pfn))
			found++;
	return found;
}

/*
 * The number of frames that are RAM is the number of pages in the zones; that detects an
 * off-by-one at either end of a range of the memory map. All frames of the direct map have a page.
 */
static bool frames_of_ram(void)
{
	const unsigned long gib4 = (unsigned long)(((uint64_t)1 << 32) / KMAP_PAGE_SIZE);
	unsigned long high = zone_total_pages(ZONE_HIGH);

	CHECK(zone_total_pages(ZONE_LOW) <= low_frames && count_ram(0, LOW_PFN_START) == 0);
	CHECK(count_ram(LOW_PFN_START, low_frames) == low_frames);
	/* There may be a hole below 4 GiB; then as much RAM is above. */
	CHECK(count_ram(low_pfn_end, gib4 + high) == high);
	CHECK(!kmap_host_pfn_to_page(PFN_END) && !kmap_host_pfn_to_page(~0ul));
	return true;
}

static bool frames_of_the_display(void)
{
	unsigned long first, end;

	if (!io_display.size && !device_display(&io_display))
		return skip("this machine has no display");
	first = (unsigned long)(io_display.base / KMAP_PAGE_SIZE);
	end = first + (unsigned long)(io_display.size / KMAP_PAGE_SIZE);
	CHECK(count_ram(first, end - first) == 0);
	CHECK(kmap_host_pfn_exists(first) && kmap_host_pfn_exists(end - 1));
	return true;
}

/* Allocate all pages of a zone, as a list linked by PFNs; @last is the last one. */
static unsigned long take_all(enum zone zone, struct page **last)
{
	struct page *page;
	unsigned long count = 0;

	*last = NULL;
	while ((page = page_alloc(zone)) != NULL) {
		page->next = *last ? (uint32_t)page_to_pfn(*last) : 0;
		*last = page;
		count++;
	}
	return count;
}

/*
 * Free the pages of such a list; returns how many were high memory. A page that was
 * allocated twice makes the list a ring, which is followed for @count steps.
 */
static unsigned long give_all(struct page *page, unsigned long count)
{
	unsigned long right = 0;

	for (unsigned long nr = 0; nr < count && page; nr++) {
		unsigned long pfn = page_to_pfn(page), next = page->next;

		right += pfn >= low_pfn_end && memory_is_ram(pfn);
		page_free(page);
		page = next ? pfn_to_page(next) : NULL;
	}
	return page ? 0 : right;
}

/* RAM that is found at two addresses is so in large pieces: a page of each will do. */
#define PIECE_PAGES 256

/* Write into one page of each piece its frame number, or count those in which another one is. */
static unsigned long pieces_look(struct page *page, unsigned long count, bool writes)
{
	unsigned long wrong = 0;

	for (; count--; page = pfn_to_page(page->next)) {
		unsigned long *word, pfn = page_to_pfn(page);

		if (pfn % PIECE_PAGES)
			continue;
		word = kmap_local_page(page);
		if (writes)
			*word = pfn;
		wrong += *word != pfn;
		kunmap_local(word);
	}
	return wrong;
}

/* Every page of high memory can be allocated once, and none is another one as well. */
static bool whole_zone(void)
{
	unsigned long free = zone_free_pages(ZONE_HIGH), low = zone_free_pages(ZONE_LOW);
	struct page *last;
	unsigned long count = take_all(ZONE_HIGH, &last);

	CHECK(count == free && zone_free_pages(ZONE_HIGH) == 0);
	CHECK(!pieces_look(last, count, true) && !pieces_look(last, count, false));
	CHECK(give_all(last, count) == count);
	CHECK(zone_free_pages(ZONE_HIGH) == free && zone_free_pages(ZONE_LOW) == low);
	return true;
}

static bool is_zero(const char *memory, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		if (memory[i])
			return false;
	return true;
}

/* low_alloc() takes whole pages: one for a byte or a page, two for one byte more. */
static bool low_memory_by_the_byte(void)
{
	static const struct {
		size_t bytes;
		unsigned long pages;
	} sizes[] = { { 1, 1 }, { KMAP_PAGE_SIZE, 1 }, { KMAP_PAGE_SIZE + 1, 2 } };

	for (unsigned int i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned long free = zone_free_pages(ZONE_LOW);
		char *memory = low_alloc(sizes[i].bytes);

		CHECK(memory && ((uintptr_t)memory & (KMAP_PAGE_SIZE - 1)) == 0);
		CHECK(kmap_host_address_is_direct(memory + sizes[i].bytes - 1));
		CHECK(is_zero(memory, sizes[i].bytes));
		CHECK(zone_free_pages(ZONE_LOW) == free - sizes[i].pages);
		__builtin_memset(memory, 1, sizes[i].pages * KMAP_PAGE_SIZE);
	}
	CHECK(!low_alloc((size_t)low_bytes + 1));
	return true;
}

static void ends_at_once(void *argument)
{
	count_up(argument);
}

/* Create tasks until there is no room; when they have ended there is room again. */
static bool number_of_tasks(void)
{
	static unsigned int ran;
	/* There is an idle task for each CPU, and this task. */
	unsigned int room = TASKS_MAX - cpus_online - 1;

	for (unsigned int round = 0; round < 2; round++) {
		unsigned int count = 0;

		ran = 0;
		/* On this CPU they do not run until this task sleeps. */
		while (task_create("many", ends_at_once, &ran, PRIORITY_WORKER, 1))
			count++;
		task_wait_all();
		CHECK(count == room && ran == room);
	}
	return true;
}

static bool makes_range(uint64_t first, uint64_t pages)
{
	struct io_mapping range;
	bool made = io_mapping_create_wc(&range, first * KMAP_PAGE_SIZE, pages * KMAP_PAGE_SIZE);

	if (made)
		io_mapping_free(&range);
	return made;
}

/* An I/O range that ends with the last frame, and one that ends after it. */
static bool io_ranges(void)
{
	struct kmap_report report;

	CHECK(makes_range(PFN_END - 2, 2));
	CHECK(makes_range(PFN_END - 1, 1));
	/* The PFN after the last one must fit in an unsigned long; with 64 bits it always does. */
	if (sizeof(unsigned long) > 4)
		return true;
	reports_expect();
	CHECK(!makes_range(~0ul, 1));
	CHECK(!makes_range(~0ul - 1, 2));
	CHECK(reports_take(&report) == 2 && report.bug == KMAP_BUG_IO_RANGE);
	return true;
}

const struct selftest selftests_bounds[] = {
	{ "bounds: the direct map", direct_map, 1 },
	{ "bounds: the direct map, through the core", direct_map_through_the_core, 1 },
	{ "bounds: the windows", windows, 1 },
	{ "bounds: frame numbers in PTEs", frames_in_ptes, 1 },
	{ "bounds: frames that are RAM", frames_of_ram, 1 },
	{ "bounds: frames of the display are no RAM", frames_of_the_display, 1 },
	{ "bounds: every page of high memory once", whole_zone, 1 },
	{ "bounds: low memory by the byte", low_memory_by_the_byte, 1 },
	{ "bounds: the number of tasks", number_of_tasks, 1 },
	{ "bounds: ranges of I/O memory", io_ranges, 1 },
	{ NULL, NULL, 0 },
};
