/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Self-tests of a port: see kmap_selftest.h for what they need and how to run them.
 *
 * All names begin with st_, so that they do not collide with names in the kernel's headers.
 *
 * Each page has its number in its first and last words, so that a test can check which
 * page an address shows. Only contents are checked, not the value of an address or
 * whether a task is pinned.
 */
#include "kmap_selftest.h"

#define ST_LAST (KMAP_PAGE_SIZE - 1)
/* The first and last words of page @nr. */
#define ST_STAMP(nr) (0x5e1f0000u + (nr))
/* How often tasks yield to each other, and are preempted. */
#define ST_YIELDS 50
#define ST_PREEMPTIONS 5
/* Tasks at the same time, each with two pages of its own. */
#define ST_TASKS 12
#define ST_TASK_PAGES 2
/* Pages after those of the tasks: the first for the witness, then one for each handler. */
#define ST_OWN (ST_TASKS * ST_TASK_PAGES)
#define ST_HANDLERS 3
/* Pages have one cache colour after the other: this one has that of page 0. */
#define ST_TWIN KMAP_ARCH_COLOURS
/* Pages that may be of other colours than wanted. */
#define ST_OTHERS (KMAP_ARCH_COLOURS > 1 ? 256 : 1)

_Static_assert(ST_OWN + 1 + ST_HANDLERS <= KMAP_SELFTEST_PAGES, "pages for tasks and for handlers");
_Static_assert(KMAP_SLOTS <= KMAP_SELFTEST_PAGES, "a page for each slot");
_Static_assert(2 * KMAP_ARCH_COLOURS < KMAP_SELFTEST_PAGES, "several pages of each colour");

/* What a test needs of the host, in the order of st_missing_texts. */
enum st_need {
	ST_NEED_TASKS = 1,
	ST_NEED_CPUS = 2,
	ST_NEED_PREEMPTION = 4,
	ST_NEED_INTERRUPT = 8,
	ST_NEED_NESTING = 16,
	ST_NEED_IRQ_CHECKS = 32,
	ST_NEED_GUARDS = 64,
	ST_NEED_WINDOWS = 128,
	ST_NEED_PERSISTENT = 256,
	ST_NEED_COMPILED = 512,
	ST_NEED_COPIES = 1024,
};

static const char *const st_missing_texts[] = {
	"the host has no tasks",
	"the host has one CPU, or does not move tasks",
	"the host does not preempt tasks",
	"the host raises no interrupts",
	"the host's interrupts do not nest",
	"the host does not call kmap_irq_enter() and kmap_irq_exit()",
	"built without guards",
	"built for one CPU",
	"the host has no persistent window",
	"not compiled in",
	"a copy of a task needs a window of its own",
};

/* A test: @run returns false at the first failed ST_CHECK. @slots: most mappings that it holds. */
struct st_test {
	const char *name;
	bool (*run)(void);
	unsigned int slots;
	unsigned int needs;
};

static const struct kmap_selftest_host *st_host;
static kmap_page_t *st_pages[KMAP_SELFTEST_PAGES];
/* Failed checks of the running test. */
static uint32_t st_failures;
static uint32_t st_running;
/* Reports: whether some are expected, how many came, whether one was unexpected, the last one. */
static uint32_t st_expecting;
static uint32_t st_report_count;
static uint32_t st_report_unexpected;
static struct kmap_report st_report_last;

/* --- output --------------------------------------------------------------- */

struct st_line {
	char text[160];
	unsigned int length;
};

static void st_line_add(struct st_line *line, const char *text)
{
	while (*text && line->length < sizeof(line->text) - 1)
		line->text[line->length++] = *text++;
	line->text[line->length] = 0;
}

static void st_line_add_number(struct st_line *line, unsigned int number)
{
	char digits[11] = { 0 };
	unsigned int first = sizeof(digits) - 1;

	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	st_line_add(line, &digits[first]);
}

/* --- helpers -------------------------------------------------------------- */

/* Access to words that tasks on several CPUs share. */
static uint32_t st_shared_load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static void st_shared_store(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/* By the port: not every compiler can do it without its library. */
static void st_shared_add(uint32_t *word)
{
	uint32_t value;

	do {
		value = kmap_arch_shared_load(word);
	} while (!kmap_arch_shared_swap(word, value, value + 1));
}

static bool st_check_failed(unsigned int source_line, const char *what)
{
	struct st_line line = { .length = 0 };

	st_shared_add(&st_failures);
	st_line_add(&line, "# kmap_selftest.c:");
	st_line_add_number(&line, source_line);
	st_line_add(&line, ": failed: ");
	st_line_add(&line, what);
	st_host->print(line.text);
	return false;
}

#define ST_CHECK(condition)                                                                        \
	do {                                                                                       \
		if (!(condition))                                                                  \
			return st_check_failed(__LINE__, #condition);                              \
	} while (0)

static void *st_map(unsigned int nr)
{
	return kmap_local_page(st_pages[nr]);
}

static void st_stamp_write(void *address, uint32_t stamp)
{
	volatile uint32_t *words = address;

	words[0] = stamp;
	words[KMAP_PAGE_SIZE / sizeof(uint32_t) - 1] = stamp;
}

static bool st_stamp_is(const void *address, uint32_t stamp)
{
	const volatile uint32_t *words = address;

	return words && words[0] == stamp && words[KMAP_PAGE_SIZE / sizeof(uint32_t) - 1] == stamp;
}

/* Whether page @nr is mapped at @address. */
static bool st_shows(const void *address, unsigned int nr)
{
	return st_stamp_is(address, ST_STAMP(nr));
}

/* Whether the @count pages from @nr on are mapped at @address. */
static bool st_shows_all(const char *address, unsigned int nr, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		if (!address || !st_shows(address + i * KMAP_PAGE_SIZE, nr + i))
			return false;
	return true;
}

static bool st_nothing_held(void)
{
	return kmap_held(kmap_host_ctrl()) == 0;
}

/* --- reports -------------------------------------------------------------- */

bool kmap_selftest_report(const struct kmap_report *report)
{
	if (!st_shared_load(&st_running))
		return false;
	st_report_last = *report;
	st_shared_add(&st_report_count);
	/* Reports after a failure are a consequence of it. */
	if (st_shared_load(&st_expecting) || st_shared_load(&st_failures))
		return true;
	st_shared_store(&st_report_unexpected, true);
	st_shared_add(&st_failures);
	return false;
}

static void st_reports_expect(void)
{
	st_shared_store(&st_report_count, 0);
	st_shared_store(&st_expecting, true);
}

/* Whether @count reports came since st_reports_expect(), the last one of kind @bug. */
static bool st_reports_were(unsigned int count, enum kmap_bug bug)
{
	st_shared_store(&st_expecting, false);
	ST_CHECK(st_shared_load(&st_report_count) == count);
	ST_CHECK(!count || st_report_last.bug == bug);
	ST_CHECK(!count || st_report_last.caller != 0);
	return true;
}

/* Whether the last report is about @address, in a slot or guard. */
static bool st_report_names(const void *address)
{
	struct kmap_where where = kmap_where(address);

	ST_CHECK(st_report_last.value == (uintptr_t)address);
	ST_CHECK(st_report_last.slot ==
		 (where.place == KMAP_PLACE_OUTSIDE ? KMAP_NO_SLOT : where.slot));
	return true;
}

/* A mapping that must survive the misuse in a test. */
static const void *st_witness;

static void st_witness_map(void)
{
	st_witness = st_map(ST_OWN);
	st_reports_expect();
}

/* Check that one report of this kind came, about the current task, and the witness is intact. */
static bool st_witness_check(enum kmap_bug bug)
{
	if (!st_reports_were(1, bug))
		return false;
	ST_CHECK(st_report_last.ctrl == kmap_host_ctrl());
	ST_CHECK(st_shows(st_witness, ST_OWN));
	kunmap_local(st_witness);
	ST_CHECK(st_nothing_held());
	return true;
}

/* --- tasks ---------------------------------------------------------------- */

static unsigned int st_cpu_count(void)
{
	return st_host->cpus > 1 ? st_host->cpus : 1;
}

static bool st_start(void (*function)(void *), unsigned int number, unsigned int cpu)
{
	ST_CHECK(st_host->task_start(function, (void *)(uintptr_t)number, cpu));
	return true;
}

static bool (*st_each_cpu_test)(void);

static void st_each_cpu_task(void *argument)
{
	(void)argument;
	if (st_each_cpu_test() && !st_nothing_held())
		st_check_failed(__LINE__, "the test leaves nothing mapped");
}

/* Run @test in a task on each CPU, one after the other; without tasks, call it. */
static bool st_on_each_cpu(bool (*test)(void))
{
	unsigned int before = st_shared_load(&st_failures);

	if (!st_host->task_start)
		return test();
	st_each_cpu_test = test;
	for (unsigned int cpu = 0; cpu < st_cpu_count(); cpu++) {
		if (!st_start(st_each_cpu_task, 0, cpu))
			return false;
		st_host->task_wait();
	}
	return st_shared_load(&st_failures) == before;
}

/* Yield until another task has set @word, or a check has failed. */
static void st_wait_for(const uint32_t *word)
{
	while (!st_shared_load(word) && !st_shared_load(&st_failures))
		st_host->task_yield();
}

/* --- one task ------------------------------------------------------------- */

static bool st_one_page(void)
{
	char *address = st_map(0);

	ST_CHECK(address && kmap_address_is_temporary(address) &&
		 kmap_address_is_temporary(address + ST_LAST));
	ST_CHECK(st_shows(address, 0));
	st_stamp_write(address, 77);
	kunmap_local(address);
	ST_CHECK(st_nothing_held());
	address = st_map(0);
	ST_CHECK(st_stamp_is(address, 77));
	kunmap_local(address);
	return true;
}

static bool st_two_of_one_page(void)
{
	void *a = st_map(0), *b = st_map(0);

	ST_CHECK(st_shows(a, 0));
	st_stamp_write(a, 77);
	ST_CHECK(st_stamp_is(b, 77));
	kunmap_local(a);
	ST_CHECK(st_stamp_is(b, 77));
	kunmap_local(b);
	return true;
}

static bool st_nested(void)
{
	void *held[4];

	for (unsigned int i = 0; i < 4; i++) {
		held[i] = st_map(i);
		for (unsigned int below = 0; below <= i; below++)
			ST_CHECK(st_shows(held[below], below));
	}
	for (unsigned int i = 4; i-- > 0;) {
		kunmap_local(held[i]);
		for (unsigned int below = 0; below < i; below++)
			ST_CHECK(st_shows(held[below], below));
	}
	return true;
}

/* Unmap by different bytes of the page; mappings made in between change nothing. */
static bool st_any_order(void)
{
	static const unsigned int order[] = { 0, 2, 1, 3 };
	static const uintptr_t offset[] = { 0, 1, KMAP_PAGE_SIZE / 2, ST_LAST };
	const char *held[4];
	const void *more;

	for (unsigned int i = 0; i < 4; i++)
		held[i] = st_map(i);
	for (unsigned int i = 0; i < 4; i++) {
		kunmap_local(held[order[i]] + offset[i]);
		more = st_map(4 + i);
		for (unsigned int rest = i + 1; rest < 4; rest++)
			ST_CHECK(st_shows(held[order[rest]], order[rest]));
		ST_CHECK(st_shows(more, 4 + i));
		kunmap_local(more);
	}
	return true;
}

/* Several pages are contiguous; an address in any of the pages unmaps them all. */
static bool st_side_by_side(void)
{
	for (unsigned int nr = 0; nr < 3; nr++) {
		char *address = kmap_local_pages(st_pages, 3);
		void *single = st_map(4);

		ST_CHECK(st_shows_all(address, 0, 3) && st_shows(single, 4));
		st_stamp_write(address + KMAP_PAGE_SIZE, 77);
		kunmap_local(address + (nr + 1) * KMAP_PAGE_SIZE - 1);
		ST_CHECK(st_shows(single, 4));
		address = st_map(1);
		ST_CHECK(st_stamp_is(address, 77));
		st_stamp_write(address, ST_STAMP(1));
		kunmap_local(single);
		kunmap_local(address);
		ST_CHECK(st_nothing_held());
	}
	return true;
}

static bool st_back_to_page(void)
{
	char *address = st_map(0);
	const kmap_page_t *page = kmap_to_page(address + ST_LAST);

	ST_CHECK(page && kmap_host_page_to_pfn(page) == kmap_host_page_to_pfn(st_pages[0]));
	ST_CHECK(kmap_local_len(address + 1) == KMAP_PAGE_SIZE - 1);
	kunmap_local(address);
	ST_CHECK(!kmap_to_page(address));
	return true;
}

static bool st_read_only(void)
{
	const void *address = kmap_local_page_prot(st_pages[0], KMAP_PROT_READ_ONLY);

	ST_CHECK(st_shows(address, 0));
	kunmap_local(address);
	return true;
}

/* Map pages from page 0 on until there is no room; returns how many. */
static unsigned int st_fill(const void *held[KMAP_SLOTS])
{
	unsigned int count = 0;

	while (count < KMAP_SLOTS && (held[count] = kmap_local_try_page(st_pages[count])))
		count++;
	return count;
}

/* Fill this CPU's window: every slot has its own PTE and shows its page. */
static bool st_all_slots(void)
{
	const void *held[KMAP_SLOTS];
	unsigned int count = st_fill(held);

	ST_CHECK(KMAP_ARCH_COLOURS > 1 || count == KMAP_SLOTS);
	for (unsigned int i = 0; i < count; i++)
		ST_CHECK(st_shows(held[i], i));
	for (unsigned int i = 0; i < count; i++)
		kunmap_local(held[i]);
	return true;
}

static bool st_all_slots_of_each_cpu(void)
{
	return st_on_each_cpu(st_all_slots);
}

/* Map one page in each slot, and right afterwards another: no stale TLB entry. */
static bool st_slots_reused(void)
{
	const void *held[KMAP_SLOTS], *address;
	unsigned int count = 0;

	while (count < KMAP_SLOTS && (address = kmap_local_try_page(st_pages[0]))) {
		ST_CHECK(st_shows(address, 0));
		kunmap_local(address);
		held[count++] = st_map(ST_TWIN);
		ST_CHECK(st_shows(held[count - 1], ST_TWIN));
	}
	while (count)
		kunmap_local(held[--count]);
	return true;
}

static bool st_slots_of_each_cpu_reused(void)
{
	return st_on_each_cpu(st_slots_reused);
}

static bool st_ranges_reused(void)
{
	for (unsigned int first = 0; first < 6; first++) {
		const void *address = kmap_local_pages(&st_pages[first], 3);

		ST_CHECK(st_shows_all(address, first, 3));
		kunmap_local(address);
	}
	return true;
}

static bool st_try_forms(void)
{
	const void *held[KMAP_SLOTS];
	unsigned int count;

	st_reports_expect();
	count = st_fill(held);
	ST_CHECK(KMAP_ARCH_COLOURS > 1 || count == KMAP_SLOTS);
	ST_CHECK(count == KMAP_SLOTS || !kmap_local_try_page(st_pages[count]));
	ST_CHECK(count < KMAP_SLOTS || !kmap_local_try_pfn(kmap_host_page_to_pfn(st_pages[0])));
	ST_CHECK(!kmap_local_try_pages(st_pages, KMAP_SLOTS));
	ST_CHECK(!kmap_local_try_pages(st_pages, KMAP_SLOTS + 1));
	for (unsigned int i = 0; i < count; i++) {
		ST_CHECK(st_shows(held[i], i));
		kunmap_local(held[i]);
	}
	return st_reports_were(0, KMAP_BUG_COUNT);
}

static const struct st_test st_tests_local[] = {
	{ "a page can be written and read", st_one_page, 1, 0 },
	{ "two mappings of a page show the same", st_two_of_one_page, 2, 0 },
	{ "mappings nest", st_nested, 4, 0 },
	{ "mappings go in any order, by any byte of the page", st_any_order, 4, 0 },
	{ "several pages lie side by side", st_side_by_side, 4, 0 },
	{ "an address leads back to its page", st_back_to_page, 1, 0 },
	{ "a page can be mapped for reading only", st_read_only, 1, 0 },
	{ "every slot of each CPU shows its page", st_all_slots_of_each_cpu, 1, 0 },
	{ "a slot that is used again shows the new page, on each CPU", st_slots_of_each_cpu_reused,
	  1, 0 },
	{ "several slots that are used again show the new pages", st_ranges_reused, 3, 0 },
	{ "without room the try forms say no, and report nothing", st_try_forms, 1, 0 },
	{ NULL, NULL, 0, 0 },
};

/* --- several tasks -------------------------------------------------------- */

/* Hold mappings of task @number's pages while other tasks use the same slots. */
static bool st_hold_and_yield(unsigned int number)
{
	unsigned int nr = number * ST_TASK_PAGES;
	const void *first, *second;

	for (unsigned int i = 0; i < ST_YIELDS; i++) {
		first = st_map(nr);
		st_host->task_yield();
		ST_CHECK(st_shows(first, nr));
		second = st_map(nr + 1);
		st_host->task_yield();
		ST_CHECK(st_shows(first, nr) && st_shows(second, nr + 1));
		kunmap_local(first);
		st_host->task_yield();
		ST_CHECK(st_shows(second, nr + 1));
		kunmap_local(second);
	}
	ST_CHECK(st_nothing_held());
	return true;
}

static void st_holder(void *argument)
{
	st_hold_and_yield((unsigned int)(uintptr_t)argument);
}

/* Two or four tasks on each CPU; with many CPUs, a few CPUs at a time. */
static bool st_own_pages_after_switches(void)
{
	const void *address = st_map(ST_OWN);
	unsigned int per_cpu = st_cpu_count() > ST_TASKS / 4 ? 2 : 4;

	for (unsigned int cpu = 0; cpu < st_cpu_count(); cpu += ST_TASKS / per_cpu) {
		for (unsigned int i = 0; i < ST_TASKS && cpu + i / per_cpu < st_cpu_count(); i++)
			ST_CHECK(st_start(st_holder, i, cpu + i / per_cpu));
		st_host->task_wait();
		ST_CHECK(st_shows(address, ST_OWN));
	}
	kunmap_local(address);
	return !st_shared_load(&st_failures);
}

/* Tasks that hold a mapping, and tasks that have checked it since all hold one. */
static uint32_t st_holding, st_looked;

/* Yield until the tasks on all CPUs have arrived, or a check has failed. */
static void st_wait_for_all(uint32_t *arrived)
{
	st_shared_add(arrived);
	while (st_shared_load(arrived) < st_cpu_count() && !st_shared_load(&st_failures))
		st_host->task_yield();
}

/* Nobody reads before all have mapped: a TLB that knows the page would hide whose PTE is there. */
static bool st_hold_at_once(unsigned int nr)
{
	const void *address = st_map(nr % KMAP_SELFTEST_PAGES);

	st_wait_for_all(&st_holding);
	ST_CHECK(st_shows(address, nr % KMAP_SELFTEST_PAGES));
	st_wait_for_all(&st_looked);
	kunmap_local(address);
	return true;
}

static void st_holder_at_once(void *argument)
{
	st_hold_at_once((unsigned int)(uintptr_t)argument);
}

/* One task on each CPU, all of which hold a mapping at the same time. */
static bool st_cpus_apart(void)
{
	st_holding = st_looked = 0;
	for (unsigned int cpu = 0; cpu < st_cpu_count(); cpu++)
		ST_CHECK(st_start(st_holder_at_once, cpu, cpu));
	st_host->task_wait();
	return !st_shared_load(&st_failures);
}

static bool st_hold_range_and_yield(unsigned int number)
{
	unsigned int nr = number * ST_TASK_PAGES;
	const void *range = kmap_local_pages(&st_pages[nr], ST_TASK_PAGES);

	for (unsigned int i = 0; i < ST_YIELDS; i++) {
		ST_CHECK(st_shows_all(range, nr, ST_TASK_PAGES));
		st_host->task_yield();
	}
	kunmap_local(range);
	ST_CHECK(st_nothing_held());
	return true;
}

static void st_range_holder(void *argument)
{
	st_hold_range_and_yield((unsigned int)(uintptr_t)argument);
}

static bool st_ranges_after_switches(void)
{
	for (unsigned int i = 0; i < 3; i++)
		ST_CHECK(st_start(st_range_holder, i, 0));
	st_host->task_wait();
	return !st_shared_load(&st_failures);
}

/* Which of the two spinning tasks has its turn. */
static uint32_t st_turn;

/* Neither task yields, so each step needs a preemption by the timer. */
static bool st_spin(unsigned int number)
{
	const void *address = st_map(number);

	for (unsigned int i = 0; i < ST_PREEMPTIONS; i++) {
		while (st_shared_load(&st_turn) != number && !st_shared_load(&st_failures))
			ST_CHECK(st_shows(address, number));
		st_shared_store(&st_turn, !number);
	}
	ST_CHECK(st_shows(address, number));
	kunmap_local(address);
	ST_CHECK(st_nothing_held());
	return true;
}

static void st_spinner(void *argument)
{
	st_spin((unsigned int)(uintptr_t)argument);
}

static bool st_preempted(void)
{
	st_turn = 0;
	ST_CHECK(st_start(st_spinner, 0, 0) && st_start(st_spinner, 1, 0));
	st_host->task_wait();
	return !st_shared_load(&st_failures);
}

static uint32_t st_mover_mapped, st_mover_looked, st_squatter_mapped;

/*
 * Hold a mapping while the task is moved. Either it stays, or its address remains valid
 * on the new CPU. In both cases it must not see what another task maps on the old CPU.
 */
static bool st_move_mapped(void)
{
	void *address = st_map(0);

	st_shared_store(&st_mover_mapped, true);
	st_host->task_move(1);
	st_wait_for(&st_squatter_mapped);
	ST_CHECK(st_shows(address, 0));
	st_stamp_write(address, 77);
	st_host->task_yield();
	ST_CHECK(st_stamp_is(address, 77));
	st_shared_store(&st_mover_looked, true);
	kunmap_local(address);
	ST_CHECK(st_nothing_held());
	return true;
}

static void st_mover(void *argument)
{
	(void)argument;
	st_move_mapped();
}

static bool st_squat(void)
{
	const void *address;

	st_wait_for(&st_mover_mapped);
	address = st_map(1);
	st_shared_store(&st_squatter_mapped, true);
	st_wait_for(&st_mover_looked);
	ST_CHECK(st_shows(address, 1));
	kunmap_local(address);
	return true;
}

static void st_squatter(void *argument)
{
	(void)argument;
	st_squat();
}

static bool st_moved_while_mapped(void)
{
	const void *address;

	st_mover_mapped = st_mover_looked = st_squatter_mapped = false;
	ST_CHECK(st_start(st_mover, 0, 0) && st_start(st_squatter, 0, 0));
	st_host->task_wait();
	if (st_shared_load(&st_failures))
		return false;
	address = st_map(0);
	ST_CHECK(st_stamp_is(address, 77));
	kunmap_local(address);
	return true;
}

static bool st_move_around(void)
{
	const void *address;

	for (unsigned int round = 0; round < 3; round++) {
		for (unsigned int cpu = 0; cpu < st_host->cpus; cpu++) {
			st_host->task_move(cpu);
			ST_CHECK(st_host->cpu() == cpu);
			address = st_map(round);
			ST_CHECK(st_shows(address, round));
			kunmap_local(address);
		}
	}
	return true;
}

static void st_traveller(void *argument)
{
	(void)argument;
	st_move_around();
}

/* After the unmap the task is not pinned any more. */
static bool st_moved_between_mappings(void)
{
	ST_CHECK(st_start(st_traveller, 0, 0));
	st_host->task_wait();
	return !st_shared_load(&st_failures);
}

/* Leave each CPU with a mapping, and come back with another one at the same address. */
static bool st_visit_with_mappings(void)
{
	for (unsigned int i = 0; i < 4 * st_host->cpus; i++) {
		unsigned int nr = i % KMAP_SELFTEST_PAGES;
		const void *address = st_map(nr);

		ST_CHECK(st_shows(address, nr));
		st_host->task_move(i % st_host->cpus);
		ST_CHECK(st_shows(address, nr));
		kunmap_local(address);
	}
	return true;
}

static void st_visitor(void *argument)
{
	(void)argument;
	st_visit_with_mappings();
}

static bool st_moved_and_back(void)
{
	ST_CHECK(st_start(st_visitor, 0, 0));
	st_host->task_wait();
	return !st_shared_load(&st_failures);
}

/* Leave the first CPU with a mapping, so that nobody unmaps it there, and end. */
static bool st_leave_with_mapping(unsigned int nr)
{
	const void *address = st_map(nr);

	ST_CHECK(st_shows(address, nr));
	st_host->task_move(st_host->cpus - 1);
	ST_CHECK(st_shows(address, nr));
	kunmap_local(address);
	return true;
}

static void st_leaver(void *argument)
{
	st_leave_with_mapping((unsigned int)(uintptr_t)argument);
}

/* Tasks that begin where others of the same stack, perhaps with the same window, have been. */
static bool st_one_after_the_other(void)
{
	for (unsigned int nr = 0; nr < 4; nr++) {
		ST_CHECK(st_start(st_leaver, nr, 0));
		st_host->task_wait();
	}
	return !st_shared_load(&st_failures);
}

static const struct st_test st_tests_tasks[] = {
	{ "tasks keep their pages through switches", st_own_pages_after_switches, 2,
	  ST_NEED_TASKS },
	{ "CPUs do not see each other's mappings", st_cpus_apart, 1, ST_NEED_CPUS },
	{ "several pages survive switches", st_ranges_after_switches, 2, ST_NEED_TASKS },
	{ "the timer preempts tasks that hold mappings", st_preempted, 1,
	  ST_NEED_TASKS | ST_NEED_PREEMPTION },
	{ "a task that is to move keeps its mapping", st_moved_while_mapped, 1, ST_NEED_CPUS },
	{ "a task moves when it holds nothing, and maps on each CPU", st_moved_between_mappings, 1,
	  ST_NEED_CPUS },
	{ "a task that comes back to a CPU sees its new pages there", st_moved_and_back, 1,
	  ST_NEED_CPUS },
	{ "a new task sees nothing of what another one has left on a CPU", st_one_after_the_other,
	  1, ST_NEED_CPUS },
	{ NULL, NULL, 0, 0 },
};

/* --- interrupts ----------------------------------------------------------- */

static unsigned int st_handler_depth, st_handler_depth_max, st_handlers_run, st_handler_errors;

/* Map the page for this depth, and raise a nested interrupt while it is mapped. Prints nothing. */
static void st_mapping_handler(void)
{
	unsigned int depth = st_handler_depth++, nr = ST_OWN + 1 + depth;
	unsigned int held = kmap_held(kmap_host_ctrl());
	const void *address = st_map(nr);

	if (st_handler_depth < st_handler_depth_max)
		st_host->interrupt(st_mapping_handler);
	st_handler_errors += !st_shows(address, nr);
	kunmap_local(address);
	st_handler_errors += kmap_held(kmap_host_ctrl()) != held;
	st_handler_depth--;
	st_handlers_run++;
}

/* Handlers over no mapping, one, two, and two with the first one unmapped. */
static bool st_handlers_over_mappings(unsigned int depth)
{
	const void *a, *b;

	st_handler_depth = st_handlers_run = st_handler_errors = 0;
	st_handler_depth_max = depth;
	st_host->interrupt(st_mapping_handler);
	a = st_map(0);
	st_host->interrupt(st_mapping_handler);
	b = st_map(1);
	st_host->interrupt(st_mapping_handler);
	ST_CHECK(st_shows(a, 0) && st_shows(b, 1));
	kunmap_local(a);
	st_host->interrupt(st_mapping_handler);
	ST_CHECK(st_shows(b, 1));
	kunmap_local(b);
	ST_CHECK(st_handlers_run == 4 * depth);
	ST_CHECK(st_handler_errors == 0);
	return true;
}

static bool st_interrupted(void)
{
	return st_handlers_over_mappings(1);
}

static bool st_interrupted_nested(void)
{
	return st_handlers_over_mappings(ST_HANDLERS);
}

static void st_leaking_handler(void)
{
	st_map(1);
}

/* A mapping that a handler leaks is taken down at the end of the handler. */
static bool st_handler_leaks(void)
{
	st_witness_map();
	st_host->interrupt(st_leaking_handler);
	return st_witness_check(KMAP_BUG_IRQ_LEAK);
}

static const void *st_stolen;

static void st_stealing_handler(void)
{
	kunmap_local(st_stolen);
}

/* Debug mode refuses the unmap; otherwise the task keeps the slot, but without the page. */
static bool st_handler_steals(void)
{
	st_witness_map();
	st_stolen = st_map(1);
	st_host->interrupt(st_stealing_handler);
	ST_CHECK(st_reports_were(1, KMAP_DEBUG ? KMAP_BUG_WRONG_CONTEXT : KMAP_BUG_IRQ_STOLE));
	ST_CHECK(st_report_names(st_stolen));
	ST_CHECK(!KMAP_DEBUG || st_shows(st_stolen, 1));
	kunmap_local(st_stolen);
	ST_CHECK(st_shows(st_witness, ST_OWN));
	kunmap_local(st_witness);
	return true;
}

static const struct st_test st_tests_interrupts[] = {
	{ "a handler maps over the mappings of a task", st_interrupted, 3, ST_NEED_INTERRUPT },
	{ "handlers map over handlers", st_interrupted_nested, 2 + ST_HANDLERS,
	  ST_NEED_INTERRUPT | ST_NEED_NESTING },
	{ "report: a handler keeps a mapping", st_handler_leaks, 2,
	  ST_NEED_INTERRUPT | ST_NEED_IRQ_CHECKS },
	{ "report: a handler unmaps what is the task's", st_handler_steals, 2,
	  ST_NEED_INTERRUPT | ST_NEED_IRQ_CHECKS },
	{ NULL, NULL, 0, 0 },
};

/* --- misuse --------------------------------------------------------------- */

static bool st_exhausted(void)
{
	const void *held[KMAP_SLOTS];
	unsigned int count = st_fill(held);

	st_reports_expect();
	ST_CHECK(!st_map(count % KMAP_SLOTS));
	ST_CHECK(st_reports_were(1, KMAP_BUG_EXHAUSTED));
	ST_CHECK(st_report_last.slot == KMAP_NO_SLOT);
	for (unsigned int i = 0; i < count; i++) {
		ST_CHECK(st_shows(held[i], i));
		kunmap_local(held[i]);
	}
	return true;
}

static bool st_double_unmap(void)
{
	const void *address;

	st_witness_map();
	address = st_map(1);
	kunmap_local(address);
	kunmap_local(address);
	ST_CHECK(st_report_names(address));
	return st_witness_check(KMAP_BUG_NOT_MAPPED);
}

/* NULL and an address beyond the windows, unless the host uses that address. */
static bool st_no_window(void)
{
	const void *addresses[] = { NULL, (const void *)(kmap_window_end() + 2 * KMAP_PAGE_SIZE) };

	for (unsigned int i = 0; i < 2; i++) {
		if (kmap_host_address_is_direct(addresses[i]) ||
		    kmap_address_is_temporary(addresses[i]))
			continue;
		st_witness_map();
		kunmap_local(addresses[i]);
		ST_CHECK(st_report_names(addresses[i]));
		ST_CHECK(st_witness_check(KMAP_BUG_NOT_A_WINDOW));
	}
	return true;
}

static bool st_beside_the_windows(void)
{
	const void *addresses[] = { (const void *)(kmap_window_start() - 1),
				    (const void *)kmap_window_end() };

	for (unsigned int i = 0; i < 2; i++) {
		st_witness_map();
		kunmap_local(addresses[i]);
		ST_CHECK(st_report_names(addresses[i]));
		ST_CHECK(st_witness_check(KMAP_BUG_GUARD));
	}
	return true;
}

/* With guards the page after a mapping never belongs to the next mapping. */
static bool st_behind_a_mapping(void)
{
	const char *address;

	st_witness_map();
	address = st_map(1);
	kunmap_local(address + KMAP_PAGE_SIZE);
	ST_CHECK(st_report_names(address + KMAP_PAGE_SIZE));
	ST_CHECK(st_shows(address, 1));
	kunmap_local(address);
	return st_witness_check(KMAP_BUG_GUARD);
}

static bool st_other_window(void)
{
	const void *address;
	unsigned int other;

	st_witness_map();
	/* The witness keeps the task on this CPU where that matters. */
	other = (kmap_host_window()->number + 1) % KMAP_WINDOWS;
	address = (const void *)kmap_window_slot_address(other, KMAP_WINDOW_SLOTS - 1);
	kunmap_local(address);
	ST_CHECK(st_report_names(address) && st_report_last.window == other);
	return st_witness_check(KMAP_WINDOW_TASK ? KMAP_BUG_OTHER_TASK : KMAP_BUG_OTHER_CPU);
}

static bool st_wrong_count(void)
{
	st_witness_map();
	ST_CHECK(!kmap_local_pages(st_pages, 0));
	ST_CHECK(st_reports_were(1, KMAP_BUG_PAGES));
	st_reports_expect();
	ST_CHECK(!kmap_local_range(kmap_host_page_to_pfn(st_pages[0]), KMAP_SLOTS + 1));
	return st_witness_check(KMAP_BUG_PAGES);
}

static bool st_held_at_rest(void)
{
	st_witness_map();
	kmap_assert_none();
	return st_witness_check(KMAP_BUG_HELD_AT_REST);
}

/* A copy of a task that holds mappings holds none. */
static bool st_held_at_fork(void)
{
	static struct kmap_ctrl child;

	st_witness_map();
	child = *kmap_host_ctrl();
	kmap_fork(&child);
	ST_CHECK(kmap_held(&child) == 0);
	return st_witness_check(KMAP_BUG_HELD_AT_FORK);
}

static const struct kmap_ctrl *st_stranger;

static void st_stranger_unmaps(void *argument)
{
	(void)argument;
	st_stranger = kmap_host_ctrl();
	kunmap_local(st_witness);
}

/* Another task that unmaps the address gets a report, and the mapping stays. */
static bool st_by_another_task(void)
{
	st_witness_map();
	ST_CHECK(st_start(st_stranger_unmaps, 0, st_host->cpu ? st_host->cpu() : 0));
	st_host->task_wait();
	ST_CHECK(st_reports_were(1, st_report_last.bug));
	ST_CHECK(st_report_last.bug == KMAP_BUG_NOT_MAPPED ||
		 st_report_last.bug == KMAP_BUG_OTHER_CPU ||
		 st_report_last.bug == KMAP_BUG_OTHER_TASK);
	ST_CHECK(st_report_names(st_witness) && st_report_last.ctrl == st_stranger);
	ST_CHECK(st_shows(st_witness, ST_OWN));
	kunmap_local(st_witness);
	return true;
}

static void st_ends_mapped(void *argument)
{
	(void)argument;
	st_map(1);
	st_map(2);
}

/* A task that ends with mappings affects no other task, and all its slots become free. */
static bool st_held_at_exit(void)
{
	st_witness_map();
	ST_CHECK(st_start(st_ends_mapped, 0, st_host->cpu ? st_host->cpu() : 0));
	st_host->task_wait();
	ST_CHECK(st_reports_were(1, KMAP_BUG_HELD_AT_EXIT));
	ST_CHECK(st_shows(st_witness, ST_OWN));
	kunmap_local(st_witness);
	return st_on_each_cpu(st_all_slots);
}

static const struct st_test st_tests_misuse[] = {
	{ "report: no free slot", st_exhausted, 1, 0 },
	{ "report: double unmap", st_double_unmap, 2, 0 },
	{ "report: NULL, and an address in no window", st_no_window, 1, 0 },
	{ "report: the pages beside the windows", st_beside_the_windows, 1, 0 },
	{ "report: the page behind a mapping", st_behind_a_mapping, 2, ST_NEED_GUARDS },
	{ "report: a slot of another window", st_other_window, 1, ST_NEED_WINDOWS },
	{ "report: a number of pages that no window holds", st_wrong_count, 1, 0 },
	{ "report: mappings held at a point of rest", st_held_at_rest, 1, 0 },
	{ "report: mappings held at fork", st_held_at_fork, 1, ST_NEED_COPIES },
	{ "report: unmap by another task", st_by_another_task, 1, ST_NEED_TASKS },
	{ "report: mappings held at exit", st_held_at_exit, 2, ST_NEED_TASKS },
	{ NULL, NULL, 0, 0 },
};

/* --- optional families ---------------------------------------------------- */

#if KMAP_ATOMIC

/* Map by page and by PFN, with a local mapping between them. */
static bool st_atomic_sections(void)
{
	const void *a = kmap_atomic(st_pages[0]), *local = st_map(1);
	const void *b = kmap_atomic_pfn(kmap_host_page_to_pfn(st_pages[2]));

	ST_CHECK(st_shows(a, 0) && st_shows(local, 1) && st_shows(b, 2));
	kunmap_atomic(a);
	ST_CHECK(st_shows(local, 1) && st_shows(b, 2));
	kunmap_local(local);
	ST_CHECK(st_shows(b, 2));
	kunmap_atomic(b);
	return true;
}

static const struct st_test st_tests_atomic[] = {
	{ "atomic: mappings of a section", st_atomic_sections, 3, 0 },
	{ NULL, NULL, 0, 0 },
};

#else

static const struct st_test st_tests_atomic[] = {
	{ "atomic: mappings of a section", NULL, 0, ST_NEED_COMPILED },
	{ NULL, NULL, 0, 0 },
};

#endif

#if KMAP_HELPERS

/* Map a page, and return whether it has this stamp. */
static bool st_page_has(unsigned int nr, uint32_t stamp)
{
	const void *address = st_map(nr);
	bool has = st_stamp_is(address, stamp);

	kunmap_local(address);
	return has;
}

static bool st_whole_pages(void)
{
	kmap_copy_page(st_pages[1], st_pages[0]);
	ST_CHECK(st_page_has(1, ST_STAMP(0)));
	kmap_clear_page(st_pages[0]);
	ST_CHECK(st_page_has(0, 0) && st_page_has(1, ST_STAMP(0)));
	ST_CHECK(kmap_copy_pages(&st_pages[4], &st_pages[1], 2) == 2);
	ST_CHECK(st_page_has(4, ST_STAMP(0)) && st_page_has(5, ST_STAMP(2)));
	return true;
}

/* The last bytes of one page and the first bytes of the next. */
static bool st_parts_of_pages(void)
{
	static const uint32_t from[2] = { 5, 6 };
	uint32_t to[2] = { 0, 0 };

	ST_CHECK(kmap_memcpy_to_pages(st_pages, 2, KMAP_PAGE_SIZE - 4, from, 8) == 8);
	kmap_memcpy_from_page(&to[0], st_pages[0], KMAP_PAGE_SIZE - 4, 4);
	kmap_memcpy_from_page(&to[1], st_pages[1], 0, 4);
	ST_CHECK(to[0] == 5 && to[1] == 6);
	kmap_memcpy_page(st_pages[2], 0, st_pages[0], KMAP_PAGE_SIZE - 4, 4);
	kmap_memset_page(st_pages[2], KMAP_PAGE_SIZE - 4, 0, 1);
	ST_CHECK(kmap_memcmp_page(st_pages[2], 0, st_pages[0], KMAP_PAGE_SIZE - 4, 4) == 0);
	ST_CHECK(kmap_memcmp_page(st_pages[2], KMAP_PAGE_SIZE - 4, st_pages[3], KMAP_PAGE_SIZE - 4,
				  4));
	kmap_memzero_page(st_pages[2], 0, KMAP_PAGE_SIZE);
	ST_CHECK(st_page_has(2, 0));
	return true;
}

static bool st_outside_the_page(void)
{
	uint32_t word = 0;

	st_witness_map();
	kmap_memcpy_to_page(st_pages[0], KMAP_PAGE_SIZE - 3, &word, 4);
	ST_CHECK(st_page_has(0, ST_STAMP(0)));
	return st_witness_check(KMAP_BUG_PAGE_RANGE);
}

static const struct st_test st_tests_helpers[] = {
	{ "helpers: copy and clear pages", st_whole_pages, 2, 0 },
	{ "helpers: copy, fill and compare parts of pages", st_parts_of_pages, 2, 0 },
	{ "report: a helper is to leave its page", st_outside_the_page, 2, 0 },
	{ NULL, NULL, 0, 0 },
};

#else

static const struct st_test st_tests_helpers[] = {
	{ "helpers: copy, clear and compare pages", NULL, 0, ST_NEED_COMPILED },
	{ NULL, NULL, 0, 0 },
};

#endif

#if KMAP_PERSISTENT

/* The persistent address of page 0. */
static const void *st_persistent_address;

static bool st_persistent_seen(void)
{
	ST_CHECK(st_shows(st_persistent_address, 0));
	ST_CHECK(kmap_try(st_pages[0]) == st_persistent_address);
	kunmap(st_pages[0]);
	return true;
}

static bool st_persistent_seen_by_all(void)
{
	st_persistent_address = kmap(st_pages[0]);
	ST_CHECK(st_nothing_held());
	ST_CHECK(st_on_each_cpu(st_persistent_seen));
	kunmap(st_pages[0]);
	return true;
}

/* A page is mapped once, and stays mapped until unused mappings are taken down. */
static bool st_persistent_counted(void)
{
	const void *address = kmap(st_pages[0]);

	ST_CHECK(kmap(st_pages[0]) == address && kmap_to_page(address));
	kunmap(st_pages[0]);
	ST_CHECK(st_shows(address, 0));
	kunmap(st_pages[0]);
	kmap_flush_unused();
	ST_CHECK(!kmap_high_get(st_pages[0]) && !kmap_to_page(address));
	return true;
}

/* Every slot of the persistent window shows one page, then another: no stale entry in this TLB. */
static bool st_persistent_reused(void)
{
	for (unsigned int i = 0; i < 2 * KMAP_PERSISTENT_PAGES; i++) {
		unsigned int nr = (i + i / KMAP_PERSISTENT_PAGES) % KMAP_SELFTEST_PAGES;
		const void *address = kmap_try(st_pages[nr]);

		ST_CHECK(st_shows(address, nr));
		kunmap(st_pages[nr]);
		if (nr == KMAP_SELFTEST_PAGES - 1)
			kmap_flush_unused();
	}
	kmap_flush_unused();
	return true;
}

/* Whether page @nr is the last one of its colour. */
static bool st_is_last(unsigned int nr)
{
	return nr + KMAP_ARCH_COLOURS >= KMAP_SELFTEST_PAGES;
}

/*
 * The next page for the search below, of page 0's colour: neither page 0 nor the one that a task
 * holds, which must not get a second address on every machine.
 */
static unsigned int st_persistent_next(unsigned int nr)
{
	nr = st_is_last(nr) ? ST_TWIN : nr + KMAP_ARCH_COLOURS;
	return nr == ST_OWN ? st_persistent_next(nr) : nr;
}

/*
 * Let the search for room go on, up to the page at @last. Nothing is read there. A
 * window of one page is full: then there is nowhere to go.
 */
static void st_persistent_search_to(const void *last)
{
	const void *address = NULL;
	unsigned int nr = ST_TWIN;

	for (unsigned int i = 0; i < KMAP_PERSISTENT_PAGES && address != last; i++) {
		nr = st_persistent_next(nr);
		address = kmap_try(st_pages[nr]);
		if (!address)
			return;
		kunmap(st_pages[nr]);
		if (st_is_last(nr))
			kmap_flush_unused();
	}
}

/*
 * Map page 0 at an address that is the next one to be used again: what a TLB finds
 * there from now on it has no time to forget by itself.
 */
static bool st_persistent_place(void)
{
	const void *before;

	kmap_flush_unused();
	before = kmap_try(st_pages[ST_TWIN]);
	ST_CHECK(before);
	kunmap(st_pages[ST_TWIN]);
	st_persistent_address = kmap_try(st_pages[0]);
	ST_CHECK(st_persistent_address);
	st_persistent_search_to(before);
	return true;
}

/* Page 0 goes, and its twin is mapped in its place. */
static bool st_persistent_replace(void)
{
	kunmap(st_pages[0]);
	kmap_flush_unused();
	ST_CHECK(kmap_try(st_pages[ST_TWIN]) == st_persistent_address);
	return true;
}

static bool st_persistent_reused_at_once(void)
{
	if (!st_persistent_place())
		return false;
	ST_CHECK(st_shows(st_persistent_address, 0));
	if (!st_persistent_replace())
		return false;
	ST_CHECK(st_shows(st_persistent_address, ST_TWIN));
	kunmap(st_pages[ST_TWIN]);
	return true;
}

/* Tasks that have seen page 0; whether its twin is in its place. */
static uint32_t st_seen, st_replaced;

/* Wait without a switch where the timer lets others run: a switch may empty the TLB. */
static void st_stay(void)
{
	if (!st_host->preemptive)
		st_host->task_yield();
}

static bool st_persistent_watch(void)
{
	ST_CHECK(st_shows(st_persistent_address, 0));
	st_shared_add(&st_seen);
	while (!st_shared_load(&st_replaced) && !st_shared_load(&st_failures))
		st_stay();
	ST_CHECK(st_shared_load(&st_failures) || st_shows(st_persistent_address, ST_TWIN));
	return true;
}

static void st_persistent_watcher(void *argument)
{
	(void)argument;
	st_persistent_watch();
}

static bool st_persistent_replace_watched(void)
{
	ST_CHECK(st_shows(st_persistent_address, 0));
	while (st_shared_load(&st_seen) < st_cpu_count() - 1 && !st_shared_load(&st_failures))
		st_stay();
	if (st_shared_load(&st_failures) || !st_persistent_replace())
		return false;
	ST_CHECK(st_shows(st_persistent_address, ST_TWIN));
	st_shared_store(&st_replaced, true);
	return true;
}

static void st_persistent_replacer(void *argument)
{
	(void)argument;
	st_persistent_replace_watched();
}

/*
 * A task on CPU @from replaces the page, and one on each other CPU watches. We hold a
 * mapping, so that we are not moved to their CPUs, where we would make them switch.
 */
static bool st_persistent_reused_from(unsigned int from)
{
	const void *pin = st_map(ST_OWN);

	if (!st_persistent_place())
		return false;
	st_seen = st_replaced = 0;
	for (unsigned int cpu = 0; cpu < st_cpu_count(); cpu++)
		ST_CHECK(st_start(cpu == from ? st_persistent_replacer : st_persistent_watcher, 0,
				  cpu));
	st_host->task_wait();
	if (st_shared_load(&st_failures))
		return false;
	kunmap(st_pages[ST_TWIN]);
	kunmap_local(pin);
	return true;
}

/* Each CPU is told, by each: no CPU sees the page that was there before. */
static bool st_persistent_reused_everywhere(void)
{
	for (unsigned int cpu = 0; cpu < st_cpu_count(); cpu++)
		if (!st_persistent_reused_from(cpu))
			return false;
	return true;
}

static bool st_persistent_misuse(void)
{
	const void *address = kmap_try(st_pages[1]);

	st_witness_map();
	kunmap(st_pages[0]);
	ST_CHECK(st_shows(address, 1));
	kunmap(st_pages[1]);
	return st_witness_check(KMAP_BUG_NOT_PERSISTENT);
}

static const struct st_test st_tests_persistent[] = {
	{ "persistent: seen by tasks on each CPU", st_persistent_seen_by_all, 1,
	  ST_NEED_PERSISTENT },
	{ "persistent: counted, and kept while unused", st_persistent_counted, 1,
	  ST_NEED_PERSISTENT },
	{ "persistent: room that is used again shows the new page", st_persistent_reused, 1,
	  ST_NEED_PERSISTENT },
	{ "persistent: room that is used again at once shows the new page",
	  st_persistent_reused_at_once, 1, ST_NEED_PERSISTENT },
	{ "persistent: room that is used again shows the new page to other CPUs",
	  st_persistent_reused_everywhere, 1, ST_NEED_PERSISTENT | ST_NEED_CPUS },
	{ "report: kunmap of a page that nobody has mapped", st_persistent_misuse, 1,
	  ST_NEED_PERSISTENT },
	{ NULL, NULL, 0, 0 },
};

/* Give back all persistent mappings of our pages that a test has left. */
static void st_persistent_clean_up(void)
{
	for (unsigned int nr = 0; nr < KMAP_SELFTEST_PAGES; nr++)
		while (kmap_persistent_in_use(st_pages[nr]))
			kunmap(st_pages[nr]);
}

#else

static const struct st_test st_tests_persistent[] = {
	{ "persistent: mappings for everybody", NULL, 0, ST_NEED_COMPILED },
	{ NULL, NULL, 0, 0 },
};

static void st_persistent_clean_up(void)
{
}

#endif

/* --- running the tests ---------------------------------------------------- */

static const struct st_test *const st_lists[] = {
	st_tests_local,	  st_tests_tasks,  st_tests_interrupts, st_tests_misuse,
	st_tests_helpers, st_tests_atomic, st_tests_persistent,
};

#define ST_LISTS (sizeof(st_lists) / sizeof(st_lists[0]))

static unsigned int st_count_tests(void)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < ST_LISTS; i++)
		for (const struct st_test *test = st_lists[i]; test->name; test++)
			count++;
	for (const struct kmap_selftest_more *more = st_host->more; more && more->name; more++)
		count++;
	return count;
}

/* The bits of @needs that the host does not meet; the lowest one is the reason shown. */
static unsigned int st_missing(unsigned int needs)
{
	bool tasks = st_host->task_start && st_host->task_wait && st_host->task_yield;
	unsigned int there = tasks ? ST_NEED_TASKS : 0;

	there |=
		tasks && st_host->cpus > 1 && st_host->cpu && st_host->task_move ? ST_NEED_CPUS : 0;
	there |= st_host->preemptive ? ST_NEED_PREEMPTION : 0;
	there |= st_host->interrupt ? ST_NEED_INTERRUPT : 0;
	there |= st_host->interrupts_nest ? ST_NEED_NESTING : 0;
	there |= st_host->interrupts_checked ? ST_NEED_IRQ_CHECKS : 0;
	there |= KMAP_GUARD ? ST_NEED_GUARDS : 0;
	there |= KMAP_WINDOWS > 1 ? ST_NEED_WINDOWS : 0;
	there |= st_host->persistent ? ST_NEED_PERSISTENT : 0;
	there |= KMAP_WINDOW_TASK ? 0 : ST_NEED_COPIES;
	return needs & ~there;
}

/* Why a test cannot run; NULL if it can. */
static const char *st_skip_reason(const struct st_test *test)
{
	unsigned int lacking = st_missing(test->needs);

	if (lacking)
		return st_missing_texts[kmap_arch_lowest(lacking)];
	return test->slots > KMAP_DEPTH ? "built with too few slots" : NULL;
}

static void st_pages_stamp(void)
{
	for (unsigned int nr = 0; nr < KMAP_SELFTEST_PAGES; nr++) {
		void *address = st_map(nr);

		if (!address)
			continue;
		st_stamp_write(address, ST_STAMP(nr));
		kunmap_local(address);
	}
}

static void st_print_unexpected(void)
{
	struct st_line line = { .length = 0 };

	st_line_add(&line, "# unexpected report, or the last of several: ");
	st_line_add(&line, kmap_bug_text(st_report_last.bug));
	st_host->print(line.text);
}

/* Take down mappings that a failed test left, so that they do not fail the next test. */
static void st_clean_up(void)
{
	st_reports_expect();
	kmap_exit();
	if (st_host->persistent)
		st_persistent_clean_up();
	st_shared_store(&st_expecting, false);
}

static bool st_run_one(const struct st_test *test)
{
	bool ok;

	st_shared_store(&st_failures, 0);
	st_shared_store(&st_expecting, false);
	st_shared_store(&st_report_unexpected, false);
	st_pages_stamp();
	ok = test->run() && st_nothing_held() && !st_shared_load(&st_failures);
	if (ok)
		return true;
	/* Remaining tasks see the failure and end. */
	st_shared_add(&st_failures);
	if (st_host->task_wait)
		st_host->task_wait();
	if (st_shared_load(&st_report_unexpected))
		st_print_unexpected();
	if (!st_nothing_held())
		st_host->print("# failed: the test leaves mappings behind");
	st_clean_up();
	return false;
}

static void st_print_result(unsigned int number, const struct st_test *test, bool ok,
			    const char *skipped)
{
	struct st_line line = { .length = 0 };

	st_line_add(&line, ok ? "ok " : "not ok ");
	st_line_add_number(&line, number);
	st_line_add(&line, " - ");
	st_line_add(&line, test->name);
	if (skipped) {
		st_line_add(&line, " # SKIP ");
		st_line_add(&line, skipped);
	}
	st_host->print(line.text);
}

/* Print the name before a test, in case it does not return. */
static void st_print_begin(const struct st_test *test)
{
	struct st_line line = { .length = 0 };

	st_line_add(&line, "# ");
	st_line_add(&line, test->name);
	st_host->print(line.text);
}

struct st_counts {
	unsigned int passed, failed, skipped;
};

static void st_run_and_count(const struct st_test *test, const char *skipped,
			     struct st_counts *counts)
{
	unsigned int number = counts->passed + counts->failed + counts->skipped + 1;
	bool ok = true;

	if (!skipped) {
		st_print_begin(test);
		ok = st_run_one(test);
	}
	st_print_result(number, test, ok, skipped);
	counts->skipped += skipped != NULL;
	counts->passed += ok && !skipped;
	counts->failed += !ok;
}

static void st_run_in_turn(const struct st_test *test, struct st_counts *counts)
{
	for (; test->name; test++)
		st_run_and_count(test, st_skip_reason(test), counts);
}

static void st_run_more(const struct kmap_selftest_more *more, struct st_counts *counts)
{
	for (; more && more->name; more++) {
		struct st_test test = { more->name, more->run, 0, 0 };

		st_run_and_count(&test, more->skipped, counts);
	}
}

static void st_print_counts(const struct st_counts *counts)
{
	struct st_line line = { .length = 0 };

	st_line_add(&line, "# ");
	st_line_add_number(&line, counts->passed);
	st_line_add(&line, " passed, ");
	st_line_add_number(&line, counts->failed);
	st_line_add(&line, " failed, ");
	st_line_add_number(&line, counts->skipped);
	st_line_add(&line, " skipped");
	st_host->print(line.text);
}

static bool st_run_all(void)
{
	struct st_counts counts = { 0, 0, 0 };
	struct st_line plan = { .length = 0 };

	st_line_add(&plan, "1..");
	st_line_add_number(&plan, st_count_tests());
	st_host->print(plan.text);
	for (unsigned int i = 0; i < ST_LISTS; i++)
		st_run_in_turn(st_lists[i], &counts);
	st_run_more(st_host->more, &counts);
	st_print_counts(&counts);
	return counts.failed == 0;
}

static bool st_has_colour(const kmap_page_t *page, unsigned int colour)
{
	return (kmap_arch_colour(kmap_host_page_to_pfn(page)) - colour) % KMAP_ARCH_COLOURS == 0;
}

/* Allocate a page of a colour; NULL if there is none, or too many come first that have another. */
static kmap_page_t *st_page_of_colour(unsigned int colour)
{
	static kmap_page_t *others[ST_OTHERS];
	kmap_page_t *page = st_host->page_alloc();
	unsigned int count = 0;

	while (page && !st_has_colour(page, colour)) {
		others[count++] = page;
		page = count < ST_OTHERS ? st_host->page_alloc() : NULL;
	}
	while (count)
		st_host->page_free(others[--count]);
	return page;
}

/* Allocate the pages; if that fails, all further ones are NULL. False if any is NULL. */
static bool st_pages_take(void)
{
	for (unsigned int nr = 0; nr < KMAP_SELFTEST_PAGES; nr++)
		st_pages[nr] = nr && !st_pages[nr - 1] ? NULL : st_page_of_colour(nr);
	return st_pages[KMAP_SELFTEST_PAGES - 1];
}

static void st_pages_give(void)
{
	for (unsigned int nr = 0; nr < KMAP_SELFTEST_PAGES && st_pages[nr]; nr++)
		st_host->page_free(st_pages[nr]);
}

bool kmap_selftest_run(const struct kmap_selftest_host *the_host)
{
	bool ok = false;

	st_host = the_host;
	if (!st_pages_take())
		st_host->print("Bail out! there are too few pages");
	else if (!KMAP_FORCE_MAP && kmap_host_pfn_is_direct(kmap_host_page_to_pfn(st_pages[0])))
		st_host->print("Bail out! the pages of page_alloc() are directly mapped");
	else {
		st_shared_store(&st_running, true);
		ok = st_run_all();
		/* Whatever a test that failed has left: a report of it would end in a panic. */
		st_shared_store(&st_expecting, !ok);
	}
	st_pages_give();
	st_shared_store(&st_running, false);
	return ok;
}
