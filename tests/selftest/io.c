/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of device memory: the frame buffer of the display.
 */
#include "io.h"

struct display io_display;
struct io_mapping io_range;

void io_stamp_page(unsigned int page, uint32_t stamp)
{
	void *address = io_mapping_map_local_wc(&io_range, page * (uint64_t)KMAP_PAGE_SIZE);

	stamp_write(address, stamp);
	io_mapping_unmap_local(address);
}

static bool local_and_any_order(void)
{
	static const unsigned int order[] = { 0, 2, 1, 3 };
	char *addresses[4];

	RANGE_MAKE();
	for (uint32_t i = 0; i < 4; i++) {
		addresses[i] = io_mapping_map_local_wc(&io_range, i * (uint64_t)KMAP_PAGE_SIZE);
		CHECK(kmap_where(addresses[i]).place == KMAP_PLACE_SLOT);
		stamp_write(addresses[i], 300 + i);
	}
	for (uint32_t i = 0; i < 4; i++) {
		io_mapping_unmap_local(addresses[order[i]] + i * 1365);
		for (uint32_t rest = i + 1; rest < 4; rest++)
			CHECK(stamp_is(addresses[order[rest]], 300 + order[rest]));
	}
	CHECK(nothing_held());
	for (uint32_t i = 0; i < 4; i++) {
		addresses[0] = io_mapping_map_local_wc(&io_range, i * (uint64_t)KMAP_PAGE_SIZE);
		CHECK(stamp_is(addresses[0], 300 + i));
		io_mapping_unmap_local(addresses[0]);
	}
	io_mapping_free(&io_range);
	return true;
}

/* The last byte of the range, in a local and in a long-lived mapping. */
static bool last_byte(void)
{
	volatile uint8_t *local, *shared;

	RANGE_MAKE();
	local = io_mapping_map_local_wc(&io_range, TEST_BYTES - 1);
	shared = io_mapping_map_wc(&io_range, TEST_BYTES - 1, 1);
	CHECK(local && shared);
	CHECK(((uintptr_t)local & (KMAP_PAGE_SIZE - 1)) == KMAP_PAGE_SIZE - 1);
	CHECK(((uintptr_t)shared & (KMAP_PAGE_SIZE - 1)) == KMAP_PAGE_SIZE - 1);
	*local = 0x5a;
	CHECK(*shared == 0x5a);
	*shared = 0xa5;
	CHECK(*local == 0xa5);
	io_mapping_unmap_local((const void *)local);
	io_mapping_unmap((const void *)shared);
	io_mapping_free(&io_range);
	return true;
}

static const void *shared_address;
static unsigned int seen;

static void see_shared(void *argument)
{
	uint32_t stamp = (uint32_t)(uintptr_t)argument;

	__atomic_fetch_add(&seen, stamp_is(shared_address, stamp), __ATOMIC_RELAXED);
}

/* The number of CPUs that see @stamp through the long-lived mapping. */
static unsigned int cpus_that_see(uint32_t stamp)
{
	seen = 0;
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++)
		start("viewer", see_shared, (void *)(uintptr_t)stamp, 1u << cpu);
	task_wait_all();
	return seen;
}

/*
 * A long-lived mapping shows the same page on every CPU. When the address is reused for
 * another page, no CPU sees the old one.
 */
static bool shared_by_all_cpus(void)
{
	const void *first;

	RANGE_MAKE();
	io_stamp_page(1, 81);
	io_stamp_page(2, 82);
	shared_address = first = io_mapping_map_wc(&io_range, KMAP_PAGE_SIZE, KMAP_PAGE_SIZE);
	CHECK(cpus_that_see(81) == cpus_online);
	io_mapping_unmap(first);
	shared_address = io_mapping_map_wc(&io_range, 2 * KMAP_PAGE_SIZE, KMAP_PAGE_SIZE);
	CHECK(shared_address == first);
	CHECK(cpus_that_see(82) == cpus_online);
	io_mapping_unmap(shared_address);
	io_mapping_free(&io_range);
	return true;
}

/* Several pages in a row, with a guard after them; each address gives its frame. */
static bool pages_in_a_row(void)
{
	unsigned long first_pfn;
	const char *address, *next;

	RANGE_MAKE();
	first_pfn = (unsigned long)(io_display.base >> KMAP_ARCH_PAGE_SHIFT);
	for (uint32_t i = 0; i < TEST_PAGES; i++)
		io_stamp_page(i, 90 + i);
	address = io_mapping_map_wc(&io_range, 0, TEST_BYTES);
	next = io_mapping_map_wc(&io_range, 5, 1);
	CHECK(next == address + TEST_BYTES + KMAP_PAGE_SIZE + 5);
	for (uint32_t i = 0; i < TEST_PAGES; i++) {
		const char *page = address + i * KMAP_PAGE_SIZE;

		CHECK(stamp_is(page, 90 + i));
		CHECK(kmap_io_contains(page) && kmap_io_contains(page + KMAP_PAGE_SIZE - 1));
		CHECK(kmap_io_to_pfn(page) == first_pfn + i);
		CHECK(kmap_address_is_temporary(page) && !kmap_to_page(page));
		CHECK(kmap_local_len(page + 1) == TEST_BYTES - i * KMAP_PAGE_SIZE - 1);
		CHECK(kmap_io_to_pfn(page + KMAP_PAGE_SIZE - 1) == first_pfn + i);
	}
	CHECK(kmap_io_to_pfn(address + TEST_BYTES) == KMAP_IO_NO_PFN);
	CHECK(kmap_arch_pte_is_none(*kmap_host_window_pte((uintptr_t)address + TEST_BYTES)));
	io_mapping_unmap(address + TEST_BYTES - 1);
	CHECK(stamp_is(next - 5, 90));
	io_mapping_unmap(next);
	io_mapping_free(&io_range);
	return true;
}

/* The PTE has the attributes of the range. */
static bool attributes(void)
{
	struct kmap_pte wanted, is;
	const void *address;

	RANGE_MAKE();
	address = io_mapping_map_wc(&io_range, 0, 1);
	wanted = kmap_arch_pte_make(io_range.first_pfn, KMAP_PROT_WRITE_COMBINED);
	is = *kmap_host_window_pte((uintptr_t)address);
	CHECK(__builtin_memcmp(&is, &wanted, sizeof(is)) == 0);
	io_mapping_unmap(address);
	CHECK(kmap_arch_pte_is_none(*kmap_host_window_pte((uintptr_t)address)));
	io_mapping_free(&io_range);
	return true;
}

/* Hold a mapping of one page while other tasks on this CPU do the same. */
static void io_holder(void *argument)
{
	uint32_t page = (uint32_t)(uintptr_t)argument;
	void *address = io_mapping_map_local_wc(&io_range, page * (uint64_t)KMAP_PAGE_SIZE);
	bool counted = false;

	for (uint32_t round = 0; spinner_goes_on(&counted); round++) {
		stamp_write(address, page << 24 | round);
		failed_if(!stamp_is(address, page << 24 | round));
	}
	io_mapping_unmap_local(address);
}

/* Local mappings of device memory survive preemption like any other. */
static bool preempted(void)
{
	RANGE_MAKE();
	failures = 0;
	spinners_expect(4);
	for (uint32_t page = 0; page < 4; page++)
		start("holder", io_holder, (void *)(uintptr_t)page, 1);
	task_wait_all();
	CHECK(failures == 0);
	io_mapping_free(&io_range);
	return true;
}

const struct selftest selftests_io[] = {
	{ "I/O: local mappings, in any order", local_and_any_order, 4 },
	{ "I/O: the last byte", last_byte, 1 },
	{ "I/O: shared by all CPUs, and forgotten by all", shared_by_all_cpus, 1 },
	{ "I/O: pages in a row, guard, address to frame", pages_in_a_row, 1 },
	{ "I/O: write-combining in the PTE", attributes, 1 },
	{ "I/O: preempted while mapped", preempted, 1 },
	{ NULL, NULL, 0 },
};
