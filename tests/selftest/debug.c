/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Debug mode: notes, guards, contexts. Without debug mode these tests check that the
 * functions exist and report nothing.
 */
#include "selftest.h"

static struct kmap_description describe(const void *address)
{
	const struct task *task = current_task();

	return kmap_describe(&task->kmap, kmap_host_window(), address);
}

/* kmap_describe(): held, overrun or given up, and the code that mapped it. */
static bool descriptions(void)
{
	struct page *page = stamped_page(1);
	char *address = kmap_local_page(page);
	struct kmap_description held = describe(address + 5), beyond;

	beyond = describe(address + KMAP_PAGE_SIZE);
	CHECK(held.state == KMAP_STATE_HELD && held.pages == 1);
	CHECK(held.address == (uintptr_t)address);
	CHECK((held.note.mapper != 0) == KMAP_DEBUG);
	CHECK(!KMAP_GUARD || beyond.state == KMAP_STATE_OVERRUN);
	CHECK(!KMAP_GUARD || beyond.address == (uintptr_t)address);
	kunmap_local(address);
	held = describe(address);
	CHECK(held.state == (KMAP_DEBUG ? KMAP_STATE_GIVEN_UP : KMAP_STATE_FREE));
	CHECK((held.note.unmapper != 0) == KMAP_DEBUG);
	CHECK(describe(&page).state == KMAP_STATE_OUTSIDE);
	page_free(page);
	return true;
}

/* After the unmap of several pages each of them, and the guard, names the mapping. */
static bool given_back_descriptions(void)
{
	struct page *pages[] = { stamped_page_of(1, 0), stamped_page_of(2, 1),
				 stamped_page_of(3, 2) };
	char *range = kmap_local_pages(pages, 3);

	kunmap_local(range);
	for (unsigned int page = 0; page < 3 + KMAP_GUARD; page++) {
		struct kmap_description was = describe(range + page * KMAP_PAGE_SIZE);

		CHECK((was.state == KMAP_STATE_GIVEN_UP) == KMAP_DEBUG);
		CHECK(!KMAP_DEBUG || (was.pages == 3 && was.address == (uintptr_t)range));
		CHECK((was.note.unmapper != 0) == KMAP_DEBUG);
	}
	for (unsigned int i = 0; i < 3; i++)
		page_free(pages[i]);
	return true;
}

/* Walk through all mappings held, with their call sites. */
static bool all_held(void)
{
	struct page *pages[] = { stamped_page_of(1, 0), stamped_page_of(2, 1),
				 stamped_page_of(3, 2) };
	const void *single = kmap_local_page(pages[0]), *range = kmap_local_pages(pages, 3);
	const struct task *task = current_task();
	struct kmap_description mapping;
	unsigned int slot = 0, total = 0, count = 0;

	while (kmap_held_next(&task->kmap, kmap_host_window(), &slot, &mapping)) {
		CHECK((mapping.note.mapper != 0) == KMAP_DEBUG);
		CHECK(mapping.address == (uintptr_t)(mapping.pages == 1 ? single : range));
		total += mapping.pages;
		count++;
	}
	CHECK(count == 2 && total == 4);
	kunmap_local(single);
	kunmap_local(range);
	for (unsigned int i = 0; i < 3; i++)
		page_free(pages[i]);
	return true;
}

/* Debug mode refuses a PFN beyond the machine. */
static bool beyond_the_machine(void)
{
	struct page *page = stamped_page_of(1, kmap_arch_colour(PFN_END - 1));
	const void *witness = kmap_local_page(page), *beyond, *edge;
	unsigned long pfns[] = { page_to_pfn(page), PFN_END };
	struct kmap_report report;

	reports_expect();
	edge = kmap_local_pfn(PFN_END - 1);
	beyond = kmap_local_pfn(PFN_END);
	CHECK((beyond == NULL) == KMAP_DEBUG);
	if (beyond)
		kunmap_local(beyond);
	beyond = kmap_local_pfns(pfns, 2);
	CHECK((beyond == NULL) == KMAP_DEBUG);
	if (beyond)
		kunmap_local(beyond);
	kunmap_local(edge);
	CHECK(reports_take(&report) == 2 * KMAP_DEBUG);
	CHECK(!KMAP_DEBUG || (report.bug == KMAP_BUG_PFN && report.value == PFN_END));
	CHECK(stamp_is(witness, 1));
	kunmap_local(witness);
	page_free(page);
	return true;
}

static struct page *nmi_page;
static const void *nmi_address;

static void map_in_nmi(void)
{
	nmi_address = kmap_local_page(nmi_page);
	if (nmi_address)
		kunmap_local(nmi_address);
}

/* Debug mode refuses a map in an NMI. */
static bool in_nmi(void)
{
	struct kmap_report report;

	nmi_page = stamped_page(1);
	reports_expect();
	interrupt_nmi_hook(map_in_nmi);
	machine_nmi_self();
	interrupt_nmi_hook(NULL);
	CHECK(reports_take(&report) == KMAP_DEBUG);
	CHECK(!KMAP_DEBUG || (report.bug == KMAP_BUG_NMI && !nmi_address));
	page_free(nmi_page);
	return true;
}

/* Sleeping inside kmap_atomic() is reported (bug B17); the test does not really sleep there. */
static bool sleep_in_atomic(void)
{
	struct page *page = stamped_page(1);
	struct kmap_report report;
	const void *address;

	reports_expect();
	kmap_might_sleep();
	address = kmap_atomic(page);
	kmap_might_sleep();
	kunmap_atomic(address);
	kmap_might_sleep();
	CHECK(reports_take(&report) == KMAP_DEBUG);
	CHECK(!KMAP_DEBUG || report.bug == KMAP_BUG_SLEEP);
	page_free(page);
	return true;
}

/* An address in the guard does not unmap the mapping before it. */
static bool unmap_of_a_guard(void)
{
	struct page *page = stamped_page(6);
	char *address = kmap_local_page(page);
	struct kmap_report report;

	reports_expect();
	kunmap_local(address + KMAP_PAGE_SIZE);
	CHECK(reports_take(&report) == 1);
	CHECK(report.bug == (KMAP_GUARD ? KMAP_BUG_GUARD : KMAP_BUG_NOT_MAPPED));
	CHECK(stamp_is(address, 6));
	kunmap_local(address);
	page_free(page);
	return true;
}

/* Debug mode counts sections: an unbalanced unmap is refused, and changes no counter (T9.2). */
static bool unbalanced_sections(void)
{
	struct page *page = stamped_page(1), *low = page_alloc(ZONE_LOW);
	void *local = kmap_local_page(page), *section;
	struct kmap_report report;

	section = kmap_atomic(low);
	reports_expect();
	if (KMAP_DEBUG)
		kunmap_atomic(local);
	CHECK(reports_take(&report) == KMAP_DEBUG);
	CHECK(!KMAP_DEBUG || report.bug == KMAP_BUG_WRONG_UNMAP);
	CHECK(stamp_is(local, 1));
	CHECK(current_task()->preempt_disabled == 1);
	kunmap_atomic(section);
	reports_expect();
	if (KMAP_DEBUG)
		kunmap_atomic(section);
	CHECK(reports_take(&report) == KMAP_DEBUG);
	CHECK(!KMAP_DEBUG || report.bug == KMAP_BUG_NOT_ATOMIC);
	kunmap_local(local);
	CHECK(nothing_held());
	page_free(page);
	page_free(low);
	return true;
}

/* kmap reports to the allocator that a page is still mapped (T9.8). */
static bool freed_while_mapped(void)
{
	struct page *page = stamped_page(1);
	void *address = kmap_local_page(page);
	struct kmap_report report;

	reports_expect();
	kmap_assert_unmapped(page);
	CHECK(reports_take(&report) == KMAP_DEBUG);
	CHECK(!KMAP_DEBUG ||
	      (report.bug == KMAP_BUG_FREED_HELD && report.value == (uintptr_t)page));
	kunmap_local(address);
	reports_expect();
	page_free(page);
	CHECK(reports_take(&report) == 0);
	return true;
}

const struct selftest selftests_debug[] = {
	{ "an address says what it is and who mapped it (N5)", descriptions, 1 },
	{ "each page that was given back names its mapping (N5)", given_back_descriptions, 3 },
	{ "all that is held, with call sites (N11, N25)", all_held, 4 },
	{ "report: a frame beyond the machine", beyond_the_machine, 4 },
	{ "report: map in an NMI (N16)", in_nmi, 1 },
	{ "report: sleep inside kmap_atomic (B17)", sleep_in_atomic, 1 },
	{ "report: unmap of the page behind a mapping (N19)", unmap_of_a_guard, 2 },
	{ "unbalanced sections are told, and change no counter", unbalanced_sections, 1 },
	{ "a page that is freed while it is mapped is told", freed_while_mapped, 1 },
	{ NULL, NULL, 0 },
};
