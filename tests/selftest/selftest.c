/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Runs all self-tests and prints KTAP.
 */
#include "selftest.h"

#include "bug.h"
#include "job.h"
#include "options.h"
#include "persistent.h"

static const struct selftest *const lists[] = {
	selftests_local,    selftests_switch,	  selftests_interrupt, selftests_pin,
	selftests_affinity, selftests_unplug,	  selftests_wait,      selftests_bounds,
	selftests_progress, selftests_bug,	  selftests_page,      selftests_range,
	selftests_batch,    selftests_address,	  selftests_debug,     selftests_stat,
	selftests_stress,   selftests_persistent, selftests_reuse,     selftests_persistent_full,
	selftests_flush,    selftests_io,	  selftests_io_misuse, selftests_execute,
	selftests_tables,   selftests_pairs,
};

#define LISTS (sizeof(lists) / sizeof(lists[0]))

unsigned int failures;

static const char *skip_reason;

static unsigned int report_count;
static struct kmap_report report_last;

bool check_failed(const char *file, int line, const char *what)
{
	print("# %s:%d: failed: %s\n", file, line, what);
	return false;
}

bool skip(const char *reason)
{
	skip_reason = reason;
	return true;
}

void stamp_write(void *address, uint32_t stamp)
{
	volatile uint32_t *words = address;

	words[0] = stamp;
	words[KMAP_PAGE_SIZE / sizeof(uint32_t) - 1] = stamp;
}

bool stamp_is(const void *address, uint32_t stamp)
{
	const volatile uint32_t *words = address;

	return words[0] == stamp && words[KMAP_PAGE_SIZE / sizeof(uint32_t) - 1] == stamp;
}

/* Pages of other colours wait in a list until there is one. */
struct page *page_of_colour(enum zone zone, unsigned int colour)
{
	struct page *page = page_alloc(zone), *others = NULL;

	while (page && kmap_arch_colour(page_to_pfn(page)) != colour % KMAP_ARCH_COLOURS) {
		page->next = others ? (uint32_t)page_to_pfn(others) : 0;
		others = page;
		page = page_alloc(zone);
	}
	while (others) {
		struct page *other = others;

		others = other->next ? pfn_to_page(other->next) : NULL;
		page_free(other);
	}
	if (!page)
		panic("no memory for the self-tests");
	return page;
}

struct page *stamped_page(uint32_t stamp)
{
	return stamped_page_of(stamp, 0);
}

struct page *stamped_page_of(uint32_t stamp, unsigned int colour)
{
	struct page *page = page_of_colour(ZONE_HIGH, colour);
	void *address;

	address = kmap_local_page(page);
	stamp_write(address, stamp);
	kunmap_local(address);
	return page;
}

bool nothing_held(void)
{
	const struct task *task = current_task();

	return task->kmap.used == 0 && task->migrate_disabled == 0 && task->preempt_disabled == 0 &&
	       task->pagefault_disabled == 0;
}

void start(const char *name, void (*function)(void *), void *argument, unsigned int allowed)
{
	if (!task_create(name, function, argument, PRIORITY_WORKER, allowed))
		panic("no room for task %s", name);
}

/* Tasks that have not been preempted often enough yet. */
static unsigned int spinners_left;

void spinners_expect(unsigned int count)
{
	__atomic_store_n(&spinners_left, count, __ATOMIC_RELAXED);
}

bool spinner_goes_on(bool *counted)
{
	/* It never yields: it came back from so many preemptions, after it had come here first. */
	const volatile unsigned int *switches = &current_task()->switches;

	if (!*counted && *switches > PREEMPTIONS_MIN) {
		*counted = true;
		__atomic_fetch_sub(&spinners_left, 1, __ATOMIC_RELAXED);
	}
	return __atomic_load_n(&spinners_left, __ATOMIC_RELAXED);
}

void sleep_ticks(unsigned int ticks)
{
	task_sleep_until(machine_now_ns() + (uint64_t)ticks * TICK_NS);
}

static int report_record(const struct kmap_report *report)
{
	report_last = *report;
	report_count++;
	return 1;
}

void reports_expect(void)
{
	report_count = 0;
	bug_hook(report_record);
}

unsigned int reports_take(struct kmap_report *last)
{
	bug_hook(NULL);
	*last = report_last;
	return report_count;
}

static bool run_one(const struct selftest *test)
{
	bool ok;

	skip_reason = NULL;
	progress_name(test->name);
	if (test->slots > KMAP_DEPTH)
		return skip("it holds more mappings than KMAP_SLOTS allows");
	ok = test->run();

	task_wait_all();
	interrupt_timer_hook(NULL);
	interrupt_test_hook(NULL);
	if (!nothing_held())
		ok = check_failed(__FILE__, __LINE__, "the test leaves nothing behind");
	if (shared_flush_misuses_take())
		ok = check_failed(__FILE__, __LINE__, "flushes are asked for as promised");
	return ok;
}

/* Whether one of the lines of the boot module is @name. */
static bool named(const char *name)
{
	const char *at = module_start, *end = at + module_bytes;

	while (at < end) {
		const char *letter = name;

		while (at < end && *letter && *at == *letter)
			at++, letter++;
		if (!*letter && (at == end || *at == '\n'))
			return true;
		while (at < end && *at++ != '\n')
			;
	}
	return false;
}

/* Without a module all tests run. The first test of the persistent window always runs. */
static bool wanted(const struct selftest *test)
{
	return !module_bytes || test->run == persistent_sets_make || named(test->name);
}

static unsigned int count_wanted(void)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < LISTS; i++)
		for (const struct selftest *test = lists[i]; test->name; test++)
			count += wanted(test);
	return count;
}

const char *job_selftest(void)
{
	unsigned int number = 0, failed = 0;

	print("KTAP version 1\n1..%u\n", count_wanted());
	for (unsigned int i = 0; i < LISTS; i++) {
		for (const struct selftest *test = lists[i]; test->name; test++) {
			bool ok;

			if (!wanted(test))
				continue;
			ok = run_one(test);

			failed += !ok;
			print("%sok %u %s%s%s\n", ok ? "" : "not ", ++number, test->name,
			      skip_reason ? " # SKIP " : "", skip_reason ? skip_reason : "");
		}
	}
	if (failed)
		return "self-tests failed";
	/* With a list of tests, do not run the tests of the port. */
	return module_bytes ? NULL : job_porttest();
}
