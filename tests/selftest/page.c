/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page helpers on pages of both zones: random cases compared with plain memory,
 * also while tasks switch and interrupt handlers use helpers; misuse; no free slot.
 */
#include "selftest.h"

#include "page_ops.h"

#define CASES 12000u
#define CASES_SHARED 2000u
#define MISUSES 4000u
/* Every so many cases all pages are checked, not only those that were written. */
#define LOOK_AT_ALL 16u
#define PLAYERS_MAX 4
#define HANDLER_PAGES 3

static struct page_ops players[PLAYERS_MAX];
static unsigned int helper_interrupts;
static struct page *helper_pages[KMAP_CPUS_MAX][HANDLER_PAGES];

/* High and low pages in random order. */
static void ops_pages_take(struct page_ops *ops, uint32_t seed)
{
	struct random random = { seed };

	for (unsigned int i = 0; i < PAGE_OPS_PAGES; i++) {
		ops->pages[i] = page_alloc(random_below(&random, 3) ? ZONE_HIGH : ZONE_LOW);
		if (!ops->pages[i])
			panic("no pages for the self-tests");
	}
	page_ops_start(ops, seed);
}

static void ops_pages_give(struct page_ops *ops)
{
	for (unsigned int i = 0; i < PAGE_OPS_PAGES; i++)
		page_free(ops->pages[i]);
}

static bool all_right(const struct page_ops *ops)
{
	for (unsigned int i = 0; i < PAGE_OPS_PAGES; i++)
		CHECK(page_ops_right(ops, i));
	return true;
}

static bool cases_run(struct page_ops *ops, unsigned int count)
{
	for (unsigned int number = 1; number <= count; number++) {
		bool right = page_ops_case(ops) && nothing_held();

		for (unsigned int i = 0; i < PAGE_OPS_PAGES; i++)
			if (ops->written[i] || number % LOOK_AT_ALL == 0)
				right = right && page_ops_right(ops, i);
		if (!right) {
			print("# case %u: %s\n", number, ops->name);
			return check_failed(__FILE__, __LINE__, "the helper did its work");
		}
		progress_step();
	}
	return all_right(ops);
}

static bool random_cases(void)
{
	bool right;

	progress_begin(CASES);
	ops_pages_take(&players[0], 0x9a6e);
	right = cases_run(&players[0], CASES) && progress_is_complete();
	ops_pages_give(&players[0]);
	return right;
}

static void player(void *argument)
{
	struct page_ops *ops = argument;

	failed_if(!cases_run(ops, CASES_SHARED));
}

/* Helpers in a handler, over those of the task, work as well. */
static void helper_handler(void)
{
	struct page **pages = helper_pages[this_cpu()->number];
	size_t count = __atomic_load_n(&helper_interrupts, __ATOMIC_RELAXED);

	kmap_memcpy_to_page(pages[0], 17, &count, sizeof(count));
	kmap_copy_pages(pages + 1, pages, HANDLER_PAGES - 1);
	failed_if(kmap_memcmp_page(pages[0], 0, pages[HANDLER_PAGES - 1], 0, KMAP_PAGE_SIZE));
	count_up(&helper_interrupts);
}

/* Tasks that share CPU 0, and ticks that interrupt helpers at any instruction. */
static bool cases_while_others_run(void)
{
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		for (unsigned int i = 0; i < HANDLER_PAGES; i++)
			helper_pages[cpu][i] = stamped_page(i);
	failures = helper_interrupts = 0;
	progress_begin(PLAYERS_MAX * CASES_SHARED);
	interrupt_timer_hook(helper_handler);
	for (unsigned int i = 0; i < PLAYERS_MAX; i++) {
		ops_pages_take(&players[i], i + 1);
		start("player", player, &players[i], i ? CPU_MASK_ALL : 1);
	}
	task_wait_all();
	interrupt_timer_hook(NULL);
	for (unsigned int i = 0; i < PLAYERS_MAX; i++)
		ops_pages_give(&players[i]);
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		for (unsigned int i = 0; i < HANDLER_PAGES; i++)
			page_free(helper_pages[cpu][i]);
	CHECK(failures == 0);
	CHECK(progress_is_complete());
	CHECK(helper_interrupts != 0);
	return true;
}

static bool misuse_refused(struct page_ops *ops)
{
	struct kmap_report report;
	unsigned int count;
	size_t offset;
	bool right;

	reports_expect();
	right = page_ops_misuse(ops, &offset);
	count = reports_take(&report);
	CHECK(right);
	CHECK(count == 1);
	CHECK(report.bug == KMAP_BUG_PAGE_RANGE);
	CHECK(report.slot == KMAP_NO_SLOT);
	CHECK(report.value == offset);
	CHECK(report.ctrl == &current_task()->kmap && report.caller != 0);
	CHECK(nothing_held());
	return true;
}

/* Every helper with every kind of bad range; nothing is read or written. */
static bool misuse_is_refused(void)
{
	struct page_ops *ops = &players[0];
	bool right = true;

	progress_begin(MISUSES);
	ops_pages_take(ops, 0xbad);
	for (unsigned int number = 1; right && number <= MISUSES; number++) {
		right = misuse_refused(ops);
		if (right && number % LOOK_AT_ALL == 0)
			right = all_right(ops);
		progress_step();
	}
	right = right && progress_is_complete();
	if (!right)
		print("# %s\n", ops->name);
	ops_pages_give(ops);
	return right;
}

/* Helpers that need one or two slots, called with none free; one report each. */
static unsigned int calls_without_slots(struct page *a, struct page *b)
{
	char buffer[4] = "abc";

	kmap_clear_page(a);
	kmap_copy_page(a, b);
	kmap_memcpy_from_page(buffer, a, 0, 4);
	kmap_memcpy_to_page(a, 0, buffer, 4);
	kmap_memcpy_page(a, 0, b, 0, 4);
	kmap_memmove_page(a, 0, a, 1, 4);
	kmap_memset_page(a, 0, 1, 4);
	kmap_memzero_page(a, 0, 4);
	kmap_zero_segments(a, 0, 4, 8, 9);
	return kmap_memcmp_page(a, 0, b, 0, 4) == 1 && kmap_copy_pages(&a, &b, 1) == 0 &&
			       kmap_memset_pages(&a, 1, 0, 1, 4) == 0 && buffer[0] == 'a'
		       ? 12
		       : 0;
}

static bool no_slot_left(void)
{
	struct page *a = stamped_page(7), *b = stamped_page(8), *held[KMAP_ARCH_COLOURS];
	const void *addresses[KMAP_SLOTS], *address;
	struct kmap_report report;
	unsigned int calls, count;

	for (unsigned int i = 0; i < KMAP_ARCH_COLOURS; i++)
		held[i] = stamped_page_of(9, i);
	for (unsigned int i = 0; i < KMAP_SLOTS; i++)
		addresses[i] = kmap_local_page(held[FILLING_COLOUR(i)]);
	reports_expect();
	calls = calls_without_slots(a, b);
	count = reports_take(&report);
	for (unsigned int i = 0; i < KMAP_SLOTS; i++) {
		CHECK(stamp_is(addresses[i], 9));
		kunmap_local(addresses[i]);
	}
	CHECK(calls == 12 && count == 12);
	CHECK(report.bug == KMAP_BUG_EXHAUSTED);
	address = kmap_local_page(a);
	CHECK(stamp_is(address, 7));
	kunmap_local(address);
	CHECK(nothing_held());
	page_free(a);
	page_free(b);
	for (unsigned int i = 0; i < KMAP_ARCH_COLOURS; i++)
		page_free(held[i]);
	return true;
}

const struct selftest selftests_page[] = {
	{ "page helpers: random cases are as plain memory", random_cases, 2 },
	{ "page helpers: the same while tasks switch and interrupts copy", cases_while_others_run,
	  4 },
	{ "page helpers: misuse is refused as a whole", misuse_is_refused, 1 },
	{ "page helpers: without a slot nothing is written (B16)", no_slot_left, 1 },
	{ NULL, NULL, 0 },
};
