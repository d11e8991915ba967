/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Self-tests of a port: kmap_selftest.h says what they need and how they are run.
 *
 * A page has a number, and shows it in its first and last words, so a test says
 * which page an address must show. Contents decide; that an address has a
 * certain value, or that a task is pinned, is not judged.
 */
#include "kmap_selftest.h"

#define LAST (KMAP_PAGE_SIZE - 1)
/* What the first and last words of page @nr are. */
#define STAMP(nr) (0x5e1f0000u + (nr))
/* How often tasks give way to each other, and are made to by the timer. */
#define YIELDS 50
#define PREEMPTIONS 5
/* Tasks at a time, each with two pages of its own. */
#define TASKS 12
#define TASK_PAGES 2
/* Pages beyond those of the tasks: the first for those who hold one meanwhile. */
#define OWN (TASKS * TASK_PAGES)
#define HANDLERS 3

_Static_assert(OWN + 1 + HANDLERS <= KMAP_SELFTEST_PAGES, "pages for tasks and for handlers");
_Static_assert(KMAP_SLOTS <= KMAP_SELFTEST_PAGES, "a page for each slot");

/* What a test needs of the host; the order is that of missing_texts. */
enum need {
	NEED_TASKS = 1,
	NEED_CPUS = 2,
	NEED_PREEMPTION = 4,
	NEED_INTERRUPT = 8,
	NEED_NESTING = 16,
	NEED_IRQ_CHECKS = 32,
	NEED_GUARDS = 64,
	NEED_WINDOWS = 128,
	NEED_ONE_COLOUR = 256,
	NEED_POOL = 512,
	NEED_COMPILED = 1024,
};

static const char *const missing_texts[] = {
	"the host has no tasks",
	"the host has one CPU, or does not move tasks",
	"the host does not preempt tasks",
	"the host raises no interrupts",
	"the host's interrupts do not nest",
	"the host does not call kmap_irq_enter() and kmap_irq_exit()",
	"built without guards",
	"built for one CPU",
	"the processor has cache colours",
	"the host has no pool",
	"not compiled in",
};

/* A test: false at its first failed CHECK. @slots: mappings that it holds at a time, at most. */
struct test {
	const char *name;
	bool (*run)(void);
	unsigned int slots;
	unsigned int needs;
};

static const struct kmap_selftest_host *host;
static kmap_page_t *pages[KMAP_SELFTEST_PAGES];
/* Checks of the running test that failed. */
static unsigned int failures;
static unsigned int running;
/* Reports: whether some are expected, how many came, the last one; whether another one came. */
static unsigned int expecting;
static unsigned int report_count;
static unsigned int report_unexpected;
static struct kmap_report report_last;

/* --- lines of text -------------------------------------------------------- */

struct line {
	char text[160];
	unsigned int length;
};

static void line_add(struct line *line, const char *text)
{
	while (*text && line->length < sizeof(line->text) - 1)
		line->text[line->length++] = *text++;
	line->text[line->length] = 0;
}

static void line_add_number(struct line *line, unsigned int number)
{
	char digits[11] = { 0 };
	unsigned int first = sizeof(digits) - 1;

	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	line_add(line, &digits[first]);
}

/* --- what tests use ------------------------------------------------------- */

/* Words that tasks on several CPUs share. */
static unsigned int shared_load(const unsigned int *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static void shared_store(unsigned int *word, unsigned int value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

static void shared_add(unsigned int *word)
{
	__atomic_fetch_add(word, 1, __ATOMIC_ACQ_REL);
}

static bool check_failed(unsigned int source_line, const char *what)
{
	struct line line = { .length = 0 };

	shared_add(&failures);
	line_add(&line, "# kmap_selftest.c:");
	line_add_number(&line, source_line);
	line_add(&line, ": failed: ");
	line_add(&line, what);
	host->print(line.text);
	return false;
}

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			return check_failed(__LINE__, #condition);                                 \
	} while (0)

static void *map(unsigned int nr)
{
	return kmap_local_page(pages[nr]);
}

static void stamp_write(void *address, uint32_t stamp)
{
	volatile uint32_t *words = address;

	words[0] = stamp;
	words[KMAP_PAGE_SIZE / sizeof(uint32_t) - 1] = stamp;
}

static bool stamp_is(const void *address, uint32_t stamp)
{
	const volatile uint32_t *words = address;

	return words && words[0] == stamp && words[KMAP_PAGE_SIZE / sizeof(uint32_t) - 1] == stamp;
}

/* Whether page @nr is at @address. */
static bool shows(const void *address, unsigned int nr)
{
	return stamp_is(address, STAMP(nr));
}

/* Whether the @count pages from @nr on are at @address. */
static bool shows_all(const char *address, unsigned int nr, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		if (!address || !shows(address + i * KMAP_PAGE_SIZE, nr + i))
			return false;
	return true;
}

static bool nothing_held(void)
{
	return kmap_held(kmap_host_ctrl()) == 0;
}

/* --- reports -------------------------------------------------------------- */

bool kmap_selftest_report(const struct kmap_report *report)
{
	if (!shared_load(&running))
		return false;
	report_last = *report;
	shared_add(&report_count);
	/* What comes after a failure is a consequence of it. */
	if (shared_load(&expecting) || shared_load(&failures))
		return true;
	shared_store(&report_unexpected, true);
	shared_add(&failures);
	return false;
}

static void reports_expect(void)
{
	shared_store(&report_count, 0);
	shared_store(&expecting, true);
}

/* Whether since reports_expect() @count came, the last one of this kind. */
static bool reports_were(unsigned int count, enum kmap_bug bug)
{
	shared_store(&expecting, false);
	CHECK(shared_load(&report_count) == count);
	CHECK(!count || report_last.bug == bug);
	CHECK(!count || report_last.caller != 0);
	return true;
}

/* Whether the last report is about @address, in a slot or guard. */
static bool report_names(const void *address)
{
	struct kmap_where where = kmap_where(address);

	CHECK(report_last.address == (uintptr_t)address);
	CHECK(report_last.slot == (where.place == KMAP_PLACE_OUTSIDE ? KMAP_NO_SLOT : where.slot));
	return true;
}

/* A mapping that must survive what a test of misuse does. */
static const void *witness;

static void witness_map(void)
{
	witness = map(OWN);
	reports_expect();
}

/* One report of this kind came, about the current task, and the witness is unharmed. */
static bool witness_check(enum kmap_bug bug)
{
	if (!reports_were(1, bug))
		return false;
	CHECK(report_last.ctrl == kmap_host_ctrl());
	CHECK(shows(witness, OWN));
	kunmap_local(witness);
	CHECK(nothing_held());
	return true;
}

/* --- tasks ---------------------------------------------------------------- */

static unsigned int cpu_count(void)
{
	return host->cpus > 1 ? host->cpus : 1;
}

static bool start(void (*function)(void *), unsigned int number, unsigned int cpu)
{
	CHECK(host->task_start(function, (void *)(uintptr_t)number, cpu));
	return true;
}

static bool (*each_cpu_test)(void);

static void each_cpu_task(void *argument)
{
	(void)argument;
	if (each_cpu_test() && !nothing_held())
		check_failed(__LINE__, "the test leaves nothing mapped");
}

/* Run @test in a task on each CPU, one after the other; without tasks, here. */
static bool on_each_cpu(bool (*test)(void))
{
	unsigned int before = shared_load(&failures);

	if (!host->task_start)
		return test();
	each_cpu_test = test;
	for (unsigned int cpu = 0; cpu < cpu_count(); cpu++) {
		if (!start(each_cpu_task, 0, cpu))
			return false;
		host->task_wait();
	}
	return shared_load(&failures) == before;
}

/* Give way until another task has set @word, or a check has failed. */
static void wait_for(const unsigned int *word)
{
	while (!shared_load(word) && !shared_load(&failures))
		host->task_yield();
}

/* --- one task, undisturbed ------------------------------------------------ */

static bool one_page(void)
{
	char *address = map(0);

	CHECK(address && is_kmap_addr(address) && is_kmap_addr(address + LAST));
	CHECK(shows(address, 0));
	stamp_write(address, 77);
	kunmap_local(address);
	CHECK(nothing_held());
	address = map(0);
	CHECK(stamp_is(address, 77));
	kunmap_local(address);
	return true;
}

static bool two_of_one_page(void)
{
	void *a = map(0), *b = map(0);

	CHECK(shows(a, 0));
	stamp_write(a, 77);
	CHECK(stamp_is(b, 77));
	kunmap_local(a);
	CHECK(stamp_is(b, 77));
	kunmap_local(b);
	return true;
}

static bool nested(void)
{
	void *held[4];

	for (unsigned int i = 0; i < 4; i++) {
		held[i] = map(i);
		for (unsigned int below = 0; below <= i; below++)
			CHECK(shows(held[below], below));
	}
	for (unsigned int i = 4; i-- > 0;) {
		kunmap_local(held[i]);
		for (unsigned int below = 0; below < i; below++)
			CHECK(shows(held[below], below));
	}
	return true;
}

/* Given back by different bytes of the page; what is taken in between changes nothing. */
static bool any_order(void)
{
	static const unsigned int order[] = { 0, 2, 1, 3 };
	static const uintptr_t offset[] = { 0, 1, KMAP_PAGE_SIZE / 2, LAST };
	const char *held[4];
	const void *more;

	for (unsigned int i = 0; i < 4; i++)
		held[i] = map(i);
	for (unsigned int i = 0; i < 4; i++) {
		kunmap_local(held[order[i]] + offset[i]);
		more = map(4 + i);
		for (unsigned int rest = i + 1; rest < 4; rest++)
			CHECK(shows(held[order[rest]], order[rest]));
		CHECK(shows(more, 4 + i));
		kunmap_local(more);
	}
	return true;
}

/* The bytes across two pages lie side by side; the whole goes by any byte of any page. */
static bool side_by_side(void)
{
	for (unsigned int nr = 0; nr < 3; nr++) {
		char *address = kmap_local_pages(pages, 3);
		void *single = map(4);

		CHECK(shows_all(address, 0, 3) && shows(single, 4));
		stamp_write(address + KMAP_PAGE_SIZE, 77);
		kunmap_local(address + (nr + 1) * KMAP_PAGE_SIZE - 1);
		CHECK(shows(single, 4));
		address = map(1);
		CHECK(stamp_is(address, 77));
		stamp_write(address, STAMP(1));
		kunmap_local(single);
		kunmap_local(address);
		CHECK(nothing_held());
	}
	return true;
}

static bool back_to_page(void)
{
	char *address = map(0);
	const kmap_page_t *page = kmap_to_page(address + LAST);

	CHECK(page && kmap_host_page_to_pfn(page) == kmap_host_page_to_pfn(pages[0]));
	CHECK(kmap_local_len(address + 1) == KMAP_PAGE_SIZE - 1);
	kunmap_local(address);
	CHECK(!kmap_to_page(address));
	return true;
}

static bool read_only(void)
{
	const void *address = kmap_local_page_prot(pages[0], KMAP_PROT_READ_ONLY);

	CHECK(shows(address, 0));
	kunmap_local(address);
	return true;
}

/* Map pages, page 0 first, until there is no room; returns how many. */
static unsigned int fill(const void *held[KMAP_SLOTS])
{
	unsigned int count = 0;

	while (count < KMAP_SLOTS && (held[count] = kmap_local_try_page(pages[count])))
		count++;
	return count;
}

/* All PTEs of this CPU's window are the right ones, and all are of different pages. */
static bool all_slots(void)
{
	const void *held[KMAP_SLOTS];
	unsigned int count = fill(held);

	CHECK(KMAP_ARCH_COLOURS > 1 || count == KMAP_SLOTS);
	for (unsigned int i = 0; i < count; i++)
		CHECK(shows(held[i], i));
	for (unsigned int i = 0; i < count; i++)
		kunmap_local(held[i]);
	return true;
}

static bool all_slots_of_each_cpu(void)
{
	return on_each_cpu(all_slots);
}

/* Each slot shows one page, and right afterwards another: the TLB was told. */
static bool slots_reused(void)
{
	const void *held[KMAP_SLOTS], *address;
	unsigned int count = 0;

	while (count < KMAP_SLOTS && (address = kmap_local_try_page(pages[0]))) {
		CHECK(shows(address, 0));
		kunmap_local(address);
		held[count++] = map(1);
		CHECK(shows(held[count - 1], 1));
	}
	while (count)
		kunmap_local(held[--count]);
	return true;
}

static bool slots_of_each_cpu_reused(void)
{
	return on_each_cpu(slots_reused);
}

static bool ranges_reused(void)
{
	for (unsigned int first = 0; first < 6; first++) {
		const void *address = kmap_local_pages(&pages[first], 3);

		CHECK(shows_all(address, first, 3));
		kunmap_local(address);
	}
	return true;
}

static bool try_forms(void)
{
	const void *held[KMAP_SLOTS];
	unsigned int count;

	reports_expect();
	count = fill(held);
	CHECK(KMAP_ARCH_COLOURS > 1 || count == KMAP_SLOTS);
	CHECK(count == KMAP_SLOTS || !kmap_local_try_page(pages[count]));
	CHECK(count < KMAP_SLOTS || !kmap_local_try_pfn(kmap_host_page_to_pfn(pages[0])));
	CHECK(!kmap_local_try_pages(pages, KMAP_SLOTS));
	CHECK(!kmap_local_try_pages(pages, KMAP_SLOTS + 1));
	for (unsigned int i = 0; i < count; i++) {
		CHECK(shows(held[i], i));
		kunmap_local(held[i]);
	}
	return reports_were(0, KMAP_BUG_COUNT);
}

static const struct test tests_local[] = {
	{ "a page can be written and read", one_page, 1, 0 },
	{ "two mappings of a page show the same", two_of_one_page, 2, 0 },
	{ "mappings nest", nested, 4, 0 },
	{ "mappings go in any order, by any byte of the page", any_order, 4, 0 },
	{ "several pages lie side by side", side_by_side, 4, NEED_ONE_COLOUR },
	{ "an address leads back to its page", back_to_page, 1, 0 },
	{ "a page can be mapped for reading only", read_only, 1, 0 },
	{ "every slot of each CPU shows its page", all_slots_of_each_cpu, 1, 0 },
	{ "a slot that is used again shows the new page, on each CPU", slots_of_each_cpu_reused, 1,
	  0 },
	{ "several slots that are used again show the new pages", ranges_reused, 3,
	  NEED_ONE_COLOUR },
	{ "without room the try forms say no, and report nothing", try_forms, 1, 0 },
	{ NULL, NULL, 0, 0 },
};

/* --- several tasks -------------------------------------------------------- */

/* Mappings of task @number's pages; others have the same slots meanwhile. */
static bool hold_and_yield(unsigned int number)
{
	unsigned int nr = number * TASK_PAGES;
	const void *first, *second;

	for (unsigned int i = 0; i < YIELDS; i++) {
		first = map(nr);
		host->task_yield();
		CHECK(shows(first, nr));
		second = map(nr + 1);
		host->task_yield();
		CHECK(shows(first, nr) && shows(second, nr + 1));
		kunmap_local(first);
		host->task_yield();
		CHECK(shows(second, nr + 1));
		kunmap_local(second);
	}
	CHECK(nothing_held());
	return true;
}

static void holder(void *argument)
{
	hold_and_yield((unsigned int)(uintptr_t)argument);
}

/* Two or more on each CPU; with more CPUs than tasks, some CPUs after the others. */
static bool own_pages_after_switches(void)
{
	const void *address = map(OWN);
	unsigned int per_cpu = cpu_count() > TASKS / 4 ? 2 : 4;

	for (unsigned int cpu = 0; cpu < cpu_count(); cpu += TASKS / per_cpu) {
		for (unsigned int i = 0; i < TASKS && cpu + i / per_cpu < cpu_count(); i++)
			CHECK(start(holder, i, cpu + i / per_cpu));
		host->task_wait();
		CHECK(shows(address, OWN));
	}
	kunmap_local(address);
	return shared_load(&failures) == 0;
}

static bool hold_range_and_yield(unsigned int number)
{
	unsigned int nr = number * TASK_PAGES;
	const void *range = kmap_local_pages(&pages[nr], TASK_PAGES);

	for (unsigned int i = 0; i < YIELDS; i++) {
		CHECK(shows_all(range, nr, TASK_PAGES));
		host->task_yield();
	}
	kunmap_local(range);
	CHECK(nothing_held());
	return true;
}

static void range_holder(void *argument)
{
	hold_range_and_yield((unsigned int)(uintptr_t)argument);
}

static bool ranges_after_switches(void)
{
	for (unsigned int i = 0; i < 3; i++)
		CHECK(start(range_holder, i, 0));
	host->task_wait();
	return shared_load(&failures) == 0;
}

/* Of the two tasks that spin, the one whose turn it is. */
static unsigned int turn;

/* Neither of the two gives way, so each step needs the timer. */
static bool spin(unsigned int number)
{
	const void *address = map(number);

	for (unsigned int i = 0; i < PREEMPTIONS; i++) {
		while (shared_load(&turn) != number && !shared_load(&failures))
			CHECK(shows(address, number));
		shared_store(&turn, !number);
	}
	CHECK(shows(address, number));
	kunmap_local(address);
	CHECK(nothing_held());
	return true;
}

static void spinner(void *argument)
{
	spin((unsigned int)(uintptr_t)argument);
}

static bool preempted(void)
{
	turn = 0;
	CHECK(start(spinner, 0, 0) && start(spinner, 1, 0));
	host->task_wait();
	return shared_load(&failures) == 0;
}

static unsigned int mover_mapped, mover_looked, squatter_mapped;

/*
 * Hold a mapping while somebody moves us. Either we stay, or our address stays
 * good where we go; in both cases a task that maps where we were is not seen.
 */
static bool move_mapped(void)
{
	void *address = map(0);

	shared_store(&mover_mapped, true);
	host->task_move(1);
	wait_for(&squatter_mapped);
	CHECK(shows(address, 0));
	stamp_write(address, 77);
	host->task_yield();
	CHECK(stamp_is(address, 77));
	shared_store(&mover_looked, true);
	kunmap_local(address);
	CHECK(nothing_held());
	return true;
}

static void mover(void *argument)
{
	(void)argument;
	move_mapped();
}

static bool squat(void)
{
	const void *address;

	wait_for(&mover_mapped);
	address = map(1);
	shared_store(&squatter_mapped, true);
	wait_for(&mover_looked);
	CHECK(shows(address, 1));
	kunmap_local(address);
	return true;
}

static void squatter(void *argument)
{
	(void)argument;
	squat();
}

static bool moved_while_mapped(void)
{
	const void *address;

	mover_mapped = mover_looked = squatter_mapped = false;
	CHECK(start(mover, 0, 0) && start(squatter, 0, 0));
	host->task_wait();
	if (shared_load(&failures))
		return false;
	address = map(0);
	CHECK(stamp_is(address, 77));
	kunmap_local(address);
	return true;
}

static bool move_around(void)
{
	const void *address;

	for (unsigned int round = 0; round < 3; round++) {
		for (unsigned int cpu = 0; cpu < host->cpus; cpu++) {
			host->task_move(cpu);
			CHECK(host->cpu() == cpu);
			address = map(round);
			CHECK(shows(address, round));
			kunmap_local(address);
		}
	}
	return true;
}

static void traveller(void *argument)
{
	(void)argument;
	move_around();
}

/* A mapping that was given back keeps nobody on a CPU. */
static bool moved_between_mappings(void)
{
	CHECK(start(traveller, 0, 0));
	host->task_wait();
	return shared_load(&failures) == 0;
}

static const struct test tests_tasks[] = {
	{ "tasks keep their pages through switches", own_pages_after_switches, 2, NEED_TASKS },
	{ "several pages survive switches", ranges_after_switches, 2,
	  NEED_TASKS | NEED_ONE_COLOUR },
	{ "the timer preempts tasks that hold mappings", preempted, 1,
	  NEED_TASKS | NEED_PREEMPTION },
	{ "a task that is to move keeps its mapping", moved_while_mapped, 1, NEED_CPUS },
	{ "a task moves when it holds nothing, and maps on each CPU", moved_between_mappings, 1,
	  NEED_CPUS },
	{ NULL, NULL, 0, 0 },
};

/* --- interrupts ----------------------------------------------------------- */

static unsigned int handler_depth, handler_depth_max, handlers_run, handler_errors;

/* Map a page of this depth; nested handlers come while it is mapped. Prints nothing. */
static void mapping_handler(void)
{
	unsigned int depth = handler_depth++, nr = OWN + 1 + depth;
	unsigned int held = kmap_held(kmap_host_ctrl());
	const void *address = map(nr);

	if (handler_depth < handler_depth_max)
		host->interrupt(mapping_handler);
	handler_errors += !shows(address, nr);
	kunmap_local(address);
	handler_errors += kmap_held(kmap_host_ctrl()) != held;
	handler_depth--;
	handlers_run++;
}

/* Handlers over nothing, one mapping, two, and a hole. */
static bool handlers_over_mappings(unsigned int depth)
{
	const void *a, *b;

	handler_depth = handlers_run = handler_errors = 0;
	handler_depth_max = depth;
	host->interrupt(mapping_handler);
	a = map(0);
	host->interrupt(mapping_handler);
	b = map(1);
	host->interrupt(mapping_handler);
	CHECK(shows(a, 0) && shows(b, 1));
	kunmap_local(a);
	host->interrupt(mapping_handler);
	CHECK(shows(b, 1));
	kunmap_local(b);
	CHECK(handlers_run == 4 * depth);
	CHECK(handler_errors == 0);
	return true;
}

static bool interrupted(void)
{
	return handlers_over_mappings(1);
}

static bool interrupted_nested(void)
{
	return handlers_over_mappings(HANDLERS);
}

static void leaking_handler(void)
{
	map(1);
}

/* What a handler keeps is taken down at its end. */
static bool handler_leaks(void)
{
	witness_map();
	host->interrupt(leaking_handler);
	return witness_check(KMAP_BUG_IRQ_LEAK);
}

static const void *stolen;

static void stealing_handler(void)
{
	kunmap_local(stolen);
}

/* Debug mode stops the thief in the act; else the slot, without its page, is still the task's. */
static bool handler_steals(void)
{
	witness_map();
	stolen = map(1);
	host->interrupt(stealing_handler);
	CHECK(!KMAP_DEBUG || shows(stolen, 1));
	kunmap_local(stolen);
	CHECK(report_names(stolen));
	return witness_check(KMAP_DEBUG ? KMAP_BUG_WRONG_CONTEXT : KMAP_BUG_IRQ_STOLE);
}

static const struct test tests_interrupts[] = {
	{ "a handler maps over the mappings of a task", interrupted, 3, NEED_INTERRUPT },
	{ "handlers map over handlers", interrupted_nested, 2 + HANDLERS,
	  NEED_INTERRUPT | NEED_NESTING },
	{ "report: a handler keeps a mapping", handler_leaks, 2, NEED_INTERRUPT | NEED_IRQ_CHECKS },
	{ "report: a handler unmaps what is the task's", handler_steals, 2,
	  NEED_INTERRUPT | NEED_IRQ_CHECKS },
	{ NULL, NULL, 0, 0 },
};

/* --- misuse --------------------------------------------------------------- */

static bool exhausted(void)
{
	const void *held[KMAP_SLOTS];
	unsigned int count = fill(held);

	reports_expect();
	CHECK(!map(count % KMAP_SLOTS));
	CHECK(reports_were(1, KMAP_BUG_EXHAUSTED));
	CHECK(report_last.slot == KMAP_NO_SLOT);
	for (unsigned int i = 0; i < count; i++) {
		CHECK(shows(held[i], i));
		kunmap_local(held[i]);
	}
	return true;
}

static bool double_unmap(void)
{
	const void *address;

	witness_map();
	address = map(1);
	kunmap_local(address);
	kunmap_local(address);
	CHECK(report_names(address));
	return witness_check(KMAP_BUG_NOT_MAPPED);
}

/* NULL and an address beyond the windows; unless the host has something there. */
static bool no_window(void)
{
	const void *addresses[] = { NULL, (const void *)(kmap_window_end() + 2 * KMAP_PAGE_SIZE) };

	for (unsigned int i = 0; i < 2; i++) {
		if (kmap_host_address_is_direct(addresses[i]) || is_kmap_addr(addresses[i]))
			continue;
		witness_map();
		kunmap_local(addresses[i]);
		CHECK(report_names(addresses[i]));
		CHECK(witness_check(KMAP_BUG_NOT_A_WINDOW));
	}
	return true;
}

static bool beside_the_windows(void)
{
	const void *addresses[] = { (const void *)(kmap_window_start() - 1),
				    (const void *)kmap_window_end() };

	for (unsigned int i = 0; i < 2; i++) {
		witness_map();
		kunmap_local(addresses[i]);
		CHECK(report_names(addresses[i]));
		CHECK(witness_check(KMAP_BUG_GUARD));
	}
	return true;
}

/* With guards the page behind a mapping is never the next one's. */
static bool behind_a_mapping(void)
{
	const char *address;

	witness_map();
	address = map(1);
	kunmap_local(address + KMAP_PAGE_SIZE);
	CHECK(report_names(address + KMAP_PAGE_SIZE));
	CHECK(shows(address, 1));
	kunmap_local(address);
	return witness_check(KMAP_BUG_GUARD);
}

static bool other_cpu(void)
{
	const void *address;
	unsigned int other;

	witness_map();
	/* The witness keeps us here. */
	other = (kmap_host_cpu()->number + 1) % KMAP_CPUS_MAX;
	address = (const void *)kmap_window_slot_address(other, KMAP_WINDOW_SLOTS - 1);
	kunmap_local(address);
	CHECK(report_names(address) && report_last.cpu == other);
	return witness_check(KMAP_BUG_OTHER_CPU);
}

static bool wrong_count(void)
{
	witness_map();
	CHECK(!kmap_local_pages(pages, 0));
	CHECK(reports_were(1, KMAP_BUG_PAGES));
	reports_expect();
	CHECK(!kmap_local_range(kmap_host_page_to_pfn(pages[0]), KMAP_SLOTS + 1));
	return witness_check(KMAP_BUG_PAGES);
}

static bool held_at_rest(void)
{
	witness_map();
	kmap_assert_none();
	return witness_check(KMAP_BUG_HELD_AT_REST);
}

/* The copy of a task that holds mappings holds none. */
static bool held_at_fork(void)
{
	static struct kmap_ctrl child;

	witness_map();
	child = *kmap_host_ctrl();
	kmap_fork(&child);
	CHECK(kmap_held(&child) == 0);
	return witness_check(KMAP_BUG_HELD_AT_FORK);
}

static const struct kmap_ctrl *stranger;

static void stranger_unmaps(void *argument)
{
	(void)argument;
	stranger = kmap_host_ctrl();
	kunmap_local(witness);
}

/* The address of a task's slot means another one, or nothing, to any other task. */
static bool by_another_task(void)
{
	witness_map();
	CHECK(start(stranger_unmaps, 0, host->cpu ? host->cpu() : 0));
	host->task_wait();
	CHECK(reports_were(1, report_last.bug));
	CHECK(report_last.bug == KMAP_BUG_NOT_MAPPED || report_last.bug == KMAP_BUG_OTHER_CPU);
	CHECK(report_names(witness) && report_last.ctrl == stranger);
	CHECK(shows(witness, OWN));
	kunmap_local(witness);
	return true;
}

static void ends_mapped(void *argument)
{
	(void)argument;
	map(1);
	map(2);
}

/* A task that ends with mappings harms no other, and the next one finds all slots free. */
static bool held_at_exit(void)
{
	witness_map();
	CHECK(start(ends_mapped, 0, host->cpu ? host->cpu() : 0));
	host->task_wait();
	CHECK(reports_were(1, KMAP_BUG_HELD_AT_EXIT));
	CHECK(shows(witness, OWN));
	kunmap_local(witness);
	return on_each_cpu(all_slots);
}

static const struct test tests_misuse[] = {
	{ "report: no free slot", exhausted, 1, 0 },
	{ "report: double unmap", double_unmap, 2, 0 },
	{ "report: NULL, and an address in no window", no_window, 1, 0 },
	{ "report: the pages beside the windows", beside_the_windows, 1, 0 },
	{ "report: the page behind a mapping", behind_a_mapping, 2, NEED_GUARDS },
	{ "report: a slot of another CPU", other_cpu, 1, NEED_WINDOWS },
	{ "report: a number of pages that no window holds", wrong_count, 1, 0 },
	{ "report: mappings held at a point of rest", held_at_rest, 1, 0 },
	{ "report: mappings held at fork", held_at_fork, 1, 0 },
	{ "report: unmap by another task", by_another_task, 1, NEED_TASKS },
	{ "report: mappings held at exit", held_at_exit, 2, NEED_TASKS },
	{ NULL, NULL, 0, 0 },
};

/* --- what a kernel may leave out ------------------------------------------ */

#if !defined(KMAP_ATOMIC) || KMAP_ATOMIC

/* Of a page, of a frame, and one of the other family between them. */
static bool atomic_sections(void)
{
	const void *a = kmap_atomic(pages[0]), *local = map(1);
	const void *b = kmap_atomic_pfn(kmap_host_page_to_pfn(pages[2]));

	CHECK(shows(a, 0) && shows(local, 1) && shows(b, 2));
	kunmap_atomic(a);
	CHECK(shows(local, 1) && shows(b, 2));
	kunmap_local(local);
	CHECK(shows(b, 2));
	kunmap_atomic(b);
	return true;
}

static const struct test tests_atomic[] = {
	{ "atomic: mappings of a section", atomic_sections, 3, 0 },
	{ NULL, NULL, 0, 0 },
};

#else

static const struct test tests_atomic[] = {
	{ "atomic: mappings of a section", NULL, 0, NEED_COMPILED },
	{ NULL, NULL, 0, 0 },
};

#endif

#if !defined(KMAP_HELPERS) || KMAP_HELPERS

/* Whether a page that is mapped for the question has this stamp. */
static bool page_has(unsigned int nr, uint32_t stamp)
{
	const void *address = map(nr);
	bool has = stamp_is(address, stamp);

	kunmap_local(address);
	return has;
}

static bool whole_pages(void)
{
	copy_highpage(pages[1], pages[0]);
	CHECK(page_has(1, STAMP(0)));
	clear_highpage(pages[0]);
	CHECK(page_has(0, 0) && page_has(1, STAMP(0)));
	CHECK(copy_pages(&pages[4], &pages[1], 2) == 2);
	CHECK(page_has(4, STAMP(0)) && page_has(5, STAMP(2)));
	return true;
}

/* The last bytes of one page and the first of the next. */
static bool parts_of_pages(void)
{
	static const uint32_t from[2] = { 5, 6 };
	uint32_t to[2] = { 0, 0 };

	CHECK(memcpy_to_pages(pages, 2, KMAP_PAGE_SIZE - 4, from, 8) == 8);
	memcpy_from_page(&to[0], pages[0], KMAP_PAGE_SIZE - 4, 4);
	memcpy_from_page(&to[1], pages[1], 0, 4);
	CHECK(to[0] == 5 && to[1] == 6);
	memcpy_page(pages[2], 0, pages[0], KMAP_PAGE_SIZE - 4, 4);
	memset_page(pages[2], KMAP_PAGE_SIZE - 4, 0, 1);
	CHECK(memcmp_page(pages[2], 0, pages[0], KMAP_PAGE_SIZE - 4, 4) == 0);
	CHECK(memcmp_page(pages[2], KMAP_PAGE_SIZE - 4, pages[3], KMAP_PAGE_SIZE - 4, 4));
	memzero_page(pages[2], 0, KMAP_PAGE_SIZE);
	CHECK(page_has(2, 0));
	return true;
}

static bool outside_the_page(void)
{
	uint32_t word = 0;

	witness_map();
	memcpy_to_page(pages[0], KMAP_PAGE_SIZE - 3, &word, 4);
	CHECK(page_has(0, STAMP(0)));
	return witness_check(KMAP_BUG_PAGE_RANGE);
}

static const struct test tests_helpers[] = {
	{ "helpers: copy and clear pages", whole_pages, 2, 0 },
	{ "helpers: copy, fill and compare parts of pages", parts_of_pages, 2, 0 },
	{ "report: a helper is to leave its page", outside_the_page, 2, 0 },
	{ NULL, NULL, 0, 0 },
};

#else

static const struct test tests_helpers[] = {
	{ "helpers: copy, clear and compare pages", NULL, 0, NEED_COMPILED },
	{ NULL, NULL, 0, 0 },
};

#endif

#if !defined(KMAP_PERSISTENT) || KMAP_PERSISTENT

/* Where page 0 is, for everybody. */
static const void *persistent_address;

static bool persistent_seen(void)
{
	CHECK(shows(persistent_address, 0));
	CHECK(kmap_try(pages[0]) == persistent_address);
	kunmap(pages[0]);
	return true;
}

static bool persistent_seen_by_all(void)
{
	persistent_address = kmap(pages[0]);
	CHECK(nothing_held());
	CHECK(on_each_cpu(persistent_seen));
	kunmap(pages[0]);
	return true;
}

/* A page is mapped once, and stays mapped until what is unused is taken down. */
static bool persistent_counted(void)
{
	const void *address = kmap(pages[0]);

	CHECK(kmap(pages[0]) == address && kmap_to_page(address));
	kunmap(pages[0]);
	CHECK(shows(address, 0));
	kunmap(pages[0]);
	kmap_flush_unused();
	CHECK(!kmap_high_get(pages[0]) && !kmap_to_page(address));
	return true;
}

/* In its turn every page of the pool shows one page, then another: all TLBs were told. */
static bool persistent_reused(void)
{
	for (unsigned int i = 0; i < 2 * KMAP_POOL_PAGES; i++) {
		unsigned int nr = (i + i / KMAP_POOL_PAGES) % KMAP_SELFTEST_PAGES;
		const void *address = kmap(pages[nr]);

		CHECK(shows(address, nr));
		kunmap(pages[nr]);
		if (nr == KMAP_SELFTEST_PAGES - 1)
			kmap_flush_unused();
	}
	kmap_flush_unused();
	return true;
}

static bool persistent_misuse(void)
{
	const void *address = kmap(pages[1]);

	witness_map();
	kunmap(pages[0]);
	CHECK(shows(address, 1));
	kunmap(pages[1]);
	return witness_check(KMAP_BUG_NOT_PERSISTENT);
}

static const struct test tests_persistent[] = {
	{ "persistent: seen by tasks on each CPU", persistent_seen_by_all, 1, NEED_POOL },
	{ "persistent: counted, and kept while unused", persistent_counted, 1, NEED_POOL },
	{ "persistent: room that is used again shows the new page", persistent_reused, 1,
	  NEED_POOL },
	{ "report: kunmap of a page that nobody has mapped", persistent_misuse, 1, NEED_POOL },
	{ NULL, NULL, 0, 0 },
};

#else

static const struct test tests_persistent[] = {
	{ "persistent: mappings for everybody", NULL, 0, NEED_COMPILED },
	{ NULL, NULL, 0, 0 },
};

#endif

/* --- running them --------------------------------------------------------- */

static const struct test *const lists[] = {
	tests_local,   tests_tasks,  tests_interrupts, tests_misuse,
	tests_helpers, tests_atomic, tests_persistent,
};

#define LISTS (sizeof(lists) / sizeof(lists[0]))

static unsigned int count_tests(void)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < LISTS; i++)
		for (const struct test *test = lists[i]; test->name; test++)
			count++;
	return count;
}

/* What of @needs is not there, as bits; the lowest one is the reason. */
static unsigned int missing(unsigned int needs)
{
	bool tasks = host->task_start && host->task_wait && host->task_yield;
	unsigned int there = tasks ? NEED_TASKS : 0;

	there |= tasks && host->cpus > 1 && host->cpu && host->task_move ? NEED_CPUS : 0;
	there |= host->preemptive ? NEED_PREEMPTION : 0;
	there |= host->interrupt ? NEED_INTERRUPT : 0;
	there |= host->interrupts_nest ? NEED_NESTING : 0;
	there |= host->interrupts_checked ? NEED_IRQ_CHECKS : 0;
	there |= KMAP_GUARD ? NEED_GUARDS : 0;
	there |= KMAP_CPUS_MAX > 1 ? NEED_WINDOWS : 0;
	there |= KMAP_ARCH_COLOURS == 1 ? NEED_ONE_COLOUR : 0;
	there |= host->pool ? NEED_POOL : 0;
	return needs & ~there;
}

/* Why a test cannot run; NULL if it can. */
static const char *skip_reason(const struct test *test)
{
	unsigned int lacking = missing(test->needs);

	if (lacking)
		return missing_texts[__builtin_ctz(lacking)];
	return test->slots > KMAP_SLOTS ? "built with too few slots" : NULL;
}

static void pages_stamp(void)
{
	for (unsigned int nr = 0; nr < KMAP_SELFTEST_PAGES; nr++) {
		void *address = map(nr);

		if (!address)
			continue;
		stamp_write(address, STAMP(nr));
		kunmap_local(address);
	}
}

static void print_unexpected(void)
{
	struct line line = { .length = 0 };

	line_add(&line, "# a report that no test expects, or there were others behind it: ");
	line_add(&line, kmap_bug_text(report_last.bug));
	host->print(line.text);
}

/* A test that failed may have left mappings, which would make the next one fail. */
static void clean_up(void)
{
	reports_expect();
	kmap_exit();
	shared_store(&expecting, false);
}

static bool run_one(const struct test *test)
{
	bool ok;

	shared_store(&failures, 0);
	shared_store(&expecting, false);
	shared_store(&report_unexpected, false);
	pages_stamp();
	ok = test->run() && nothing_held() && !shared_load(&failures);
	if (ok)
		return true;
	/* Tasks that are left see that something failed, and end. */
	shared_add(&failures);
	if (host->task_wait)
		host->task_wait();
	if (shared_load(&report_unexpected))
		print_unexpected();
	if (!nothing_held())
		host->print("# failed: the test leaves mappings behind");
	clean_up();
	return false;
}

static void print_result(unsigned int number, const struct test *test, bool ok, const char *skipped)
{
	struct line line = { .length = 0 };

	line_add(&line, ok ? "ok " : "not ok ");
	line_add_number(&line, number);
	line_add(&line, " - ");
	line_add(&line, test->name);
	if (skipped) {
		line_add(&line, " # SKIP ");
		line_add(&line, skipped);
	}
	host->print(line.text);
}

/* Before a test, in case it does not come back. */
static void print_begin(const struct test *test)
{
	struct line line = { .length = 0 };

	line_add(&line, "# ");
	line_add(&line, test->name);
	host->print(line.text);
}

struct counts {
	unsigned int passed, failed, skipped;
};

static void run_in_turn(const struct test *test, struct counts *counts)
{
	for (; test->name; test++) {
		unsigned int number = counts->passed + counts->failed + counts->skipped + 1;
		const char *skipped = skip_reason(test);
		bool ok = true;

		if (!skipped) {
			print_begin(test);
			ok = run_one(test);
		}
		print_result(number, test, ok, skipped);
		counts->skipped += skipped != NULL;
		counts->passed += ok && !skipped;
		counts->failed += !ok;
	}
}

static void print_counts(const struct counts *counts)
{
	struct line line = { .length = 0 };

	line_add(&line, "# ");
	line_add_number(&line, counts->passed);
	line_add(&line, " passed, ");
	line_add_number(&line, counts->failed);
	line_add(&line, " failed, ");
	line_add_number(&line, counts->skipped);
	line_add(&line, " skipped");
	host->print(line.text);
}

static bool run_all(void)
{
	struct counts counts = { 0, 0, 0 };
	struct line plan = { .length = 0 };

	line_add(&plan, "1..");
	line_add_number(&plan, count_tests());
	host->print(plan.text);
	for (unsigned int i = 0; i < LISTS; i++)
		run_in_turn(lists[i], &counts);
	print_counts(&counts);
	return counts.failed == 0;
}

/* Take the pages; those that cannot be had are NULL, and so are all after them. */
static bool pages_take(void)
{
	for (unsigned int nr = 0; nr < KMAP_SELFTEST_PAGES; nr++)
		pages[nr] = nr && !pages[nr - 1] ? NULL : host->page_alloc();
	return pages[KMAP_SELFTEST_PAGES - 1];
}

static void pages_give(void)
{
	for (unsigned int nr = 0; nr < KMAP_SELFTEST_PAGES && pages[nr]; nr++)
		host->page_free(pages[nr]);
}

bool kmap_selftest_run(const struct kmap_selftest_host *the_host)
{
	bool ok = false;

	host = the_host;
	if (!pages_take())
		host->print("Bail out! there are too few pages");
	else if (!KMAP_FORCE_MAP && kmap_host_pfn_is_direct(kmap_host_page_to_pfn(pages[0])))
		host->print("Bail out! the pages of page_alloc() are directly mapped");
	else {
		shared_store(&running, true);
		ok = run_all();
		shared_store(&running, false);
	}
	pages_give();
	return ok;
}
