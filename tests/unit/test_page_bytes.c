/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page helpers on real memory: random cases compared with memcpy(), memset() and
 * memcmp(), misuse, and no free slot.
 */
#include <kmap/kmap.h>
#include <kmap/linux_names.h>

#include "page_ops.h"
#include "unit.h"

#define CASES 20000u
#define MISUSES 20000u
#define LOW 2
#define HIGH (PLAIN_DIRECT_FRAMES + 3)

/* The start and end of the section with the code of the test. */
extern const char __start_unit_text[], __stop_unit_text[];

static struct page_ops ops;

/* Alternate high and low pages, no two of them adjacent. */
static void start(void)
{
	for (unsigned int i = 0; i < PAGE_OPS_PAGES; i++)
		ops.pages[i] = &plain_pages[i % 2 ? i / 2 : PLAIN_FRAMES - 1 - i];
	page_ops_start(&ops, 0x9a6e);
	plain_forget();
}

static void assert_all_right(void)
{
	for (unsigned int i = 0; i < PAGE_OPS_PAGES; i++)
		if (!page_ops_right(&ops, i))
			fail_msg("%s: page %u is not as the model", ops.name, i);
}

/* Check every page, and that each was flushed exactly as often as it was written. */
static void case_check(unsigned int number, bool right)
{
	if (!right)
		fail_msg("case %u: %s returned something wrong", number, ops.name);
	if (!ops.mapped && plain_maps)
		fail_msg("case %u: %s maps though there is nothing to do", number, ops.name);
	for (unsigned int i = 0; i < PAGE_OPS_PAGES; i++)
		if (ops.pages[i]->flushes != ops.written[i])
			fail_msg("case %u: %s flushes page %u %u times, not %u", number, ops.name,
				 i, ops.pages[i]->flushes, ops.written[i]);
	if (!plain_nothing_held())
		fail_msg("case %u: %s leaves something held", number, ops.name);
	assert_all_right();
	assert_int_equal(plain_report_count, 0);
}

static void B18_random_cases_are_as_plain_memory(void **state)
{
	(void)state;
	start();
	for (unsigned int number = 0; number < CASES; number++) {
		plain_forget();
		case_check(number, page_ops_case(&ops));
	}
}

static void misuse_check(unsigned int number, size_t offset)
{
	if (plain_report_count != 1)
		fail_msg("case %u: %s: %u reports", number, ops.name, plain_report_count);
	assert_int_equal(plain_report.bug, KMAP_BUG_PAGE_RANGE);
	assert_int_equal(plain_report.value, offset);
	assert_int_equal(plain_report.slot, KMAP_NO_SLOT);
	assert_ptr_equal(plain_report.ctrl, &plain_ctrl);
	assert_int_equal(plain_maps, 0);
	assert_true(plain_nothing_held());
	assert_all_right();
}

static void misuse_is_refused_as_a_whole(void **state)
{
	(void)state;
	start();
	for (unsigned int number = 0; number < MISUSES; number++) {
		size_t offset;

		plain_forget();
		if (!page_ops_misuse(&ops, &offset))
			fail_msg("case %u: %s returned something wrong", number, ops.name);
		misuse_check(number, offset);
	}
}

/*
 * Calls that need a slot, for 9 bytes of a page from @at on. They must fail, because there is
 * no slot or the bytes do not fit; false if the call returns something else.
 */
static bool one_slot(unsigned int which, kmap_page_t *a, size_t at, char *buffer)
{
	switch (which) {
	case 0:
		kmap_clear_page(a);
		return true;
	case 1:
		kmap_memcpy_from_page(buffer, a, at, 9);
		return true;
	case 2:
		kmap_memcpy_to_page(a, at, buffer, 9);
		return true;
	case 3:
		kmap_memset_page(a, at, 1, 9);
		return true;
	case 4:
		kmap_memzero_page(a, at, 9);
		return true;
	case 5:
		zero_user(a, at, 9);
		return true;
	case 6:
		kmap_zero_segment(a, at, at + 9);
		return true;
	case 7:
		kmap_zero_segments(a, 20, 29, at, at + 9);
		return true;
	case 8:
		kmap_memmove_page(a, at, a, 1, 9);
		return true;
	case 9:
		return kmap_memcpy_from_pages(buffer, &a, 1, at, 9) == 0;
	case 10:
		return kmap_memcpy_to_pages(&a, 1, at, buffer, 9) == 0;
	default:
		return kmap_memset_pages(&a, 1, at, 1, 9) == 0;
	}
}

/* The same for calls that need two. */
static bool two_slots(unsigned int which, kmap_page_t *a, kmap_page_t *b, size_t at)
{
	switch (which) {
	case 0:
		kmap_copy_page(a, b);
		return true;
	case 1:
		kmap_memcpy_page(a, 0, b, at, 9);
		return true;
	case 2:
		kmap_memmove_page(a, 0, b, at, 9);
		return true;
	case 3:
		return kmap_memcmp_page(a, 0, b, at, 9) == 1;
	default:
		return kmap_copy_pages(&a, &b, 1) == 0;
	}
}

static void caller_check(size_t offset)
{
	assert_int_equal(plain_report_count, 1);
	assert_int_equal(plain_report.bug, KMAP_BUG_PAGE_RANGE);
	assert_int_equal(plain_report.value, offset);
	assert_in_range(plain_report.caller, (uintptr_t)__start_unit_text,
			(uintptr_t)__stop_unit_text);
	plain_forget();
}

/* Reports name the caller's code, however the compiler inlines. */
static void every_helper_names_its_caller(void **state)
{
	const size_t at = KMAP_PAGE_SIZE - 8;
	char buffer[16];

	(void)state;
	start();
	for (unsigned int which = 1; which < 12; which++) {
		assert_true(one_slot(which, ops.pages[0], at, buffer));
		caller_check(at);
	}
	for (unsigned int which = 1; which < 4; which++) {
		assert_true(two_slots(which, ops.pages[0], ops.pages[2], at));
		caller_check(at);
	}
	kmap_memcpy_page(ops.pages[0], 4, ops.pages[0], 12, 9);
	caller_check(4);
}

/* Take slots until @left are left. */
static unsigned int take_slots(const void **held, unsigned int left)
{
	unsigned int count = 0;

	while (count < KMAP_SLOTS - left)
		held[count++] = kmap_local_page(&plain_pages[PLAIN_FRAMES - 1]);
	plain_forget();
	return count;
}

/* Check that exhaustion was reported once, nothing was flushed, and the mask is unchanged. */
static void exhaustion_check(uint32_t used)
{
	assert_int_equal(plain_report_count, 1);
	assert_int_equal(plain_report.bug, KMAP_BUG_EXHAUSTED);
	assert_int_equal(plain_ctrl.used, used);
	for (unsigned int frame = 0; frame < PLAIN_FRAMES; frame++)
		assert_int_equal(plain_pages[frame].flushes, 0);
	plain_forget();
}

static void B16_without_a_slot_nothing_is_written(void **state)
{
	const void *held[KMAP_SLOTS];
	char buffer[16] = "0123456789", before[16] = "0123456789";
	kmap_page_t *a = ops.pages[0], *b = ops.pages[2];

	(void)state;
	start();
	a = ops.pages[0];
	b = ops.pages[2];
	for (unsigned int left = 0; left < 2; left++) {
		unsigned int count = take_slots(held, left);
		uint32_t used = plain_ctrl.used;

		for (unsigned int which = 0; which < 12 && !left; which++) {
			assert_true(one_slot(which, a, 0, buffer));
			exhaustion_check(used);
		}
		for (unsigned int which = 0; which < 5; which++) {
			assert_true(two_slots(which, a, b, 0));
			exhaustion_check(used);
		}
		assert_memory_equal(buffer, before, sizeof(buffer));
		while (count)
			kunmap_local(held[--count]);
		assert_all_right();
	}
}

/* With no slot free: low pages work without one, and the first high page stops the helper. */
static void B16_work_on_several_pages_stops_at_the_page_without_a_slot(void **state)
{
	kmap_page_t *pages[] = { &plain_pages[LOW], &plain_pages[LOW + 1], &plain_pages[HIGH] };
	kmap_page_t *from[] = { &plain_pages[LOW + 2], &plain_pages[LOW + 2],
				&plain_pages[LOW + 2] };
	static char buffer[3 * KMAP_PAGE_SIZE];
	const size_t all = sizeof(buffer), low = 2 * KMAP_PAGE_SIZE;
	const void *held[KMAP_SLOTS];
	unsigned int count;

	(void)state;
	if (KMAP_FORCE_MAP)
		return;
	count = take_slots(held, 0);
	assert_int_equal(kmap_memset_pages(pages, 3, 5, 1, all - 5), low - 5);
	assert_int_equal(kmap_memcpy_to_pages(pages, 3, 5, buffer, all - 5), low - 5);
	assert_int_equal(kmap_memcpy_from_pages(buffer, pages, 3, 5, all - 5), low - 5);
	assert_int_equal(kmap_copy_pages(pages, from, 3), 2);
	assert_int_equal(kmap_copy_pages(from, pages, 3), 2);
	assert_int_equal(plain_report_count, 5);
	assert_int_equal(plain_pages[HIGH].flushes, 0);
	while (count)
		kunmap_local(held[--count]);
}

/*
 * Every page that kmap_copy_pages() maps is counted as one map and one unmap; where several
 * are mapped at once, that is one.
 */
static void copies_are_counted(void **state)
{
	kmap_page_t *to[6], *from[6];
	uint32_t maps = plain_cpu.counters.maps, unmaps = plain_cpu.counters.unmaps;

	(void)state;
	for (unsigned int i = 0; i < 6; i++) {
		to[i] = &plain_pages[PLAIN_DIRECT_FRAMES + i];
		from[i] = &plain_pages[PLAIN_DIRECT_FRAMES + 6 + i];
	}
	plain_forget();
	assert_int_equal(kmap_copy_pages(to, from, 6), 6);
	assert_int_equal(plain_maps, 12);
	if (!KMAP_STATS)
		return;
	assert_int_equal(plain_cpu.counters.maps - maps, 12 / KMAP_ARCH_PAGES_AT_ONCE);
	assert_int_equal(plain_cpu.counters.unmaps - unmaps, 12 / KMAP_ARCH_PAGES_AT_ONCE);
}

#define MANY 8

/* More high pages than are mapped at once, so that one span follows another. */
static void a_range_of_many_high_pages_is_as_plain_memory(void **state)
{
	static unsigned char bytes[MANY * KMAP_PAGE_SIZE], read[sizeof(bytes)];
	kmap_page_t *pages[MANY];

	(void)state;
	for (unsigned int i = 0; i < MANY; i++)
		pages[i] = &plain_pages[PLAIN_DIRECT_FRAMES + i];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7 + i / KMAP_PAGE_SIZE);
	assert_int_equal(kmap_memcpy_to_pages(pages, MANY, 5, bytes + 5, sizeof(bytes) - 9),
			 sizeof(bytes) - 9);
	assert_int_equal(kmap_memcpy_from_pages(read, pages, MANY, 5, sizeof(bytes) - 9),
			 sizeof(bytes) - 9);
	assert_memory_equal(read, bytes + 5, sizeof(bytes) - 9);
	assert_int_equal(kmap_memset_pages(pages, MANY, 0, 3, sizeof(bytes)), sizeof(bytes));
	assert_int_equal(kmap_memcpy_from_pages(read, pages, MANY, 0, sizeof(bytes)),
			 sizeof(bytes));
	for (size_t i = 0; i < sizeof(read); i++)
		assert_int_equal(read[i], 3);
	assert_true(plain_nothing_held());
}

UNIT_MAIN(UNIT_TEST(B18_random_cases_are_as_plain_memory), UNIT_TEST(misuse_is_refused_as_a_whole),
	  UNIT_TEST(every_helper_names_its_caller),
	  UNIT_TEST(B16_without_a_slot_nothing_is_written),
	  UNIT_TEST(B16_work_on_several_pages_stops_at_the_page_without_a_slot),
	  UNIT_TEST(copies_are_counted), UNIT_TEST(a_range_of_many_high_pages_is_as_plain_memory))
