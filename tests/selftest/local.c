/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Map and unmap in one task.
 */
#include "selftest.h"

/* All slots at the same time; the window of CPU 0 spans two page tables (bugs B8, B9). */
static bool all_slots(void)
{
	struct page *pages[KMAP_SLOTS];
	void *addresses[KMAP_SLOTS];

	for (uint32_t i = 0; i < KMAP_SLOTS; i++)
		pages[i] = stamped_page_of(100 + i, FILLING_COLOUR(i));
	for (uint32_t i = 0; i < KMAP_SLOTS; i++)
		addresses[i] = kmap_local_page(pages[i]);
	for (uint32_t i = 0; i < KMAP_SLOTS; i++) {
		struct kmap_where where = kmap_where(addresses[i]);

		CHECK(where.place == KMAP_PLACE_SLOT);
		CHECK(where.window == kmap_host_window()->number);
		CHECK(stamp_is(addresses[i], 100 + i));
	}
	for (uint32_t i = 0; i < KMAP_SLOTS; i++) {
		kunmap_local(addresses[i]);
		page_free(pages[i]);
	}
	return true;
}

/* Unmap in the order of mapping, which Linux forbids (bug B13), and by any byte of the page. */
static bool any_order(void)
{
	static const unsigned int order[] = { 0, 2, 1, 3 };
	static const uintptr_t offset[] = { 0, 1, KMAP_PAGE_SIZE / 2, KMAP_PAGE_SIZE - 1 };
	const char *addresses[4];
	struct page *pages[4];

	for (uint32_t i = 0; i < 4; i++) {
		pages[i] = stamped_page(i);
		addresses[i] = kmap_local_page(pages[i]);
	}
	for (uint32_t i = 0; i < 4; i++) {
		kunmap_local(addresses[order[i]] + offset[i]);
		for (uint32_t rest = i + 1; rest < 4; rest++)
			CHECK(stamp_is(addresses[order[rest]], order[rest]));
	}
	for (uint32_t i = 0; i < 4; i++)
		page_free(pages[i]);
	return true;
}

/* A reused slot shows the new page: no stale TLB entry (bugs B6, B7). */
static bool slot_reused(void)
{
	struct page *first = stamped_page(1), *second = stamped_page(2);

	for (unsigned int i = 0; i < 100; i++) {
		const void *address = kmap_local_page(first);
		const void *again;

		CHECK(stamp_is(address, 1));
		kunmap_local(address);
		again = kmap_local_page(second);
		CHECK(again == address);
		CHECK(stamp_is(again, 2));
		kunmap_local(again);
	}
	page_free(first);
	page_free(second);
	return true;
}

static struct page *reused_pages[KMAP_ARCH_COLOURS][2];
static unsigned int reuse_failures;

/* Access a page in each slot of this CPU, unmap it, and map another one there. */
static void reuse_every_slot(void *argument)
{
	const void *held[KMAP_SLOTS];

	(void)argument;
	for (unsigned int slot = 0; slot < KMAP_SLOTS; slot++) {
		struct page **pages = reused_pages[FILLING_COLOUR(slot)];
		const void *address = kmap_local_page(pages[0]);
		bool first = stamp_is(address, 1);

		kunmap_local(address);
		held[slot] = kmap_local_page(pages[1]);
		if (!first || held[slot] != address || !stamp_is(address, 2))
			count_up(&reuse_failures);
	}
	for (unsigned int slot = 0; slot < KMAP_SLOTS; slot++)
		kunmap_local(held[slot]);
}

/* The invalidation must work on each CPU (bug B7). */
static bool slots_reused_on_each_cpu(void)
{
	reuse_failures = 0;
	for (unsigned int i = 0; i < 2 * KMAP_ARCH_COLOURS; i++)
		reused_pages[i / 2][i % 2] = stamped_page_of(1 + i % 2, i / 2);
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++) {
		start("reuser", reuse_every_slot, NULL, 1u << cpu);
		task_wait_all();
	}
	CHECK(reuse_failures == 0);
	for (unsigned int i = 0; i < 2 * KMAP_ARCH_COLOURS; i++)
		page_free(reused_pages[i / 2][i % 2]);
	return true;
}

/* Two mappings of one page show one page. */
static bool two_of_one_page(void)
{
	struct page *page = stamped_page(1);
	void *a = kmap_local_page(page), *b = kmap_local_page(page);

	CHECK(a != b);
	stamp_write(a, 7);
	CHECK(stamp_is(b, 7));
	kunmap_local(a);
	CHECK(stamp_is(b, 7));
	kunmap_local(b);
	page_free(page);
	return true;
}

/* Low pages take no slot and no pin, and their address is the direct one. */
static bool low_pages_cost_nothing(void)
{
	struct page *page = page_alloc(ZONE_LOW);
	void *address = kmap_local_page(page);

	CHECK(KMAP_FORCE_MAP || address == page_address(page));
	CHECK(nothing_held() == !KMAP_FORCE_MAP);
	CHECK(kmap_address_is_temporary(address) == KMAP_FORCE_MAP);
	kunmap_local(address);
	address = kmap_local_pfn(page_to_pfn(page));
	CHECK(nothing_held() == !KMAP_FORCE_MAP);
	kunmap_local(address);
	page_free(page);
	return true;
}

/* A low page with other attributes than the default is mapped in a slot. */
static bool attributes_on_low_pages(void)
{
	struct page *page = page_alloc(ZONE_LOW);
	uint32_t *direct = kmap_local_page(page);
	const uint32_t *read_only;

	stamp_write(direct, 5);
	read_only = kmap_local_page_prot(page, KMAP_PROT_READ_ONLY);
	CHECK(read_only != direct);
	CHECK(kmap_where(read_only).place == KMAP_PLACE_SLOT);
	CHECK(stamp_is(read_only, 5));
	kunmap_local(read_only);
	kunmap_local(direct);
	page_free(page);
	return true;
}

/* kmap_atomic() disables preemption and page faults, its unmap enables them; both nest. */
static bool atomic_sections(void)
{
	struct page *a = stamped_page(1), *b = stamped_page(2);
	const struct task *task = current_task();
	void *first = kmap_atomic(a), *second = kmap_atomic_pfn(page_to_pfn(b));

	CHECK(task->preempt_disabled == 2 && task->pagefault_disabled == 2);
	CHECK(stamp_is(first, 1) && stamp_is(second, 2));
	kunmap_atomic(first);
	CHECK(task->preempt_disabled == 1 && task->pagefault_disabled == 1);
	CHECK(stamp_is(second, 2));
	kunmap_atomic(second);
	CHECK(nothing_held());
	page_free(a);
	page_free(b);
	return true;
}

static bool clear_and_copy(void)
{
	struct page *a = stamped_page(3), *b = stamped_page(4);
	const void *address;

	kmap_copy_page(b, a);
	kmap_clear_page(a);
	address = kmap_local_page(b);
	CHECK(stamp_is(address, 3));
	kunmap_local(address);
	address = kmap_local_page(a);
	CHECK(stamp_is(address, 0));
	kunmap_local(address);
	CHECK(nothing_held());
	page_free(a);
	page_free(b);
	return true;
}

/* Frames above 4 GiB, if there are any: both words of the PTE are used. */
static bool frames_are_distinct(void)
{
	struct page *page = stamped_page(9);
	unsigned long alias = page_to_pfn(page) & 0xfffff;
	const void *address = kmap_local_page(page);

	if (page_to_pfn(page) > 0xfffff && kmap_host_pfn_is_direct(alias))
		CHECK(!stamp_is(direct_address((uint64_t)alias << KMAP_ARCH_PAGE_SHIFT), 9));
	stamp_write((void *)address, 10);
	CHECK(stamp_is(address, 10));
	kunmap_local(address);
	page_free(page);
	return true;
}

const struct selftest selftests_local[] = {
	{ "all slots at once, across page tables (B8, B9)", all_slots, 1 },
	{ "unmap in any order, by any byte (B13)", any_order, 4 },
	{ "a slot that is used again shows the new page (B6, B7)", slot_reused, 1 },
	{ "a slot of each CPU that is used again shows the new page (B7)", slots_reused_on_each_cpu,
	  1 },
	{ "two mappings of one page", two_of_one_page, 2 },
	{ "low pages take no slot and no pin, unless they are forced to (N2, N6)",
	  low_pages_cost_nothing, 1 },
	{ "attributes are honoured on low pages", attributes_on_low_pages, 2 },
	{ "kmap_atomic sections nest", atomic_sections, 2 },
	{ "kmap_clear_page and kmap_copy_page", clear_and_copy, 2 },
	{ "frames above 4 GiB are not their low aliases", frames_are_distinct, 1 },
	{ NULL, NULL, 0 },
};
