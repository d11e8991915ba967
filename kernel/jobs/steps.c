/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Maps, accesses, unmaps and a switch, one at a time with a mark between, for a log of the
 * instructions that each executes; see tests/executed/. With count=1, instructions of pairs that
 * use what they map, as the benchmark counts those that do not.
 */
#include <kmap/kmap.h>

#include "bench_count.h"
#include "job.h"
#include "machine.h"
#include "options.h"
#include "print.h"
#include "sched.h"

#define STEP_PAGES 4

/* Where it is executed, a step ends. */
void step_mark(void) __attribute__((__noinline__));

void step_mark(void)
{
	compiler_barrier();
}

/* The first of these is mapped in slot 0, and the second in slot 1, of whatever colour they are. */
static struct page *step_pages[STEP_PAGES];
static volatile uint8_t *first, *second;

static void map_first(void)
{
	/* The same task unmaps it, in another step. kmap-check: allow leaving-address */
	first = kmap_local_page(step_pages[0]);
}

static void access_first(void)
{
	*first = 1;
}

static void map_second(void)
{
	/* kmap-check: allow leaving-address */
	second = kmap_local_page(step_pages[1]);
}

static void access_second(void)
{
	*second = 1;
}

static void unmap_second(void)
{
	kunmap_local((void *)second);
}

static void unmap_first(void)
{
	kunmap_local((void *)first);
}

/* All entries of this CPU's TLB, those for page tables too where they are in it. */
static void flush_all(void)
{
	machine_flush_local(0, (uintptr_t)-KMAP_PAGE_SIZE);
}

static const struct step {
	const char *name;
	void (*run)(void);
} steps[] = {
	{ "map", map_first },
	{ "access", access_first },
	{ "access again", access_first },
	{ "map the neighbour", map_second },
	{ "access the neighbour", access_second },
	{ "access the first one", access_first },
	{ "unmap the neighbour", unmap_second },
	{ "access what is left", access_first },
	{ "switch there and back", task_yield },
	{ "access after the switch", access_first },
	{ "flush everything", flush_all },
	{ "access after the flush", access_first },
	{ "unmap", unmap_first },
};

/* Holds one mapping, which it has used, and lets the other task run. */
static void step_partner(void *argument)
{
	volatile bool *goes_on = argument;
	volatile uint8_t *mine;

	irq_disable();
	mine = kmap_local_page(step_pages[2]);
	*mine = 1;
	while (*goes_on)
		task_yield();
	kunmap_local((void *)mine);
	irq_enable();
}

static void steps_run(void)
{
	volatile bool goes_on = true;

	task_create("partner", step_partner, (void *)&goes_on, PRIORITY_MANAGER, 1);
	irq_disable();
	task_yield();
	step_mark();
	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		steps[i].run();
		step_mark();
	}
	goes_on = false;
	irq_enable();
	task_wait_all();
	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		print("@step name=\"%s\"\n", steps[i].name);
}

static void use_one(void)
{
	map_first();
	access_first();
	unmap_first();
}

static void use_four(void)
{
	volatile uint8_t *held[STEP_PAGES];

	for (unsigned int i = 0; i < STEP_PAGES; i++)
		*(held[i] = kmap_local_page(step_pages[i])) = 1;
	for (unsigned int i = STEP_PAGES; i-- > 0;)
		kunmap_local((void *)held[i]);
}

static void pair_print(const char *name, uint64_t counted)
{
	print("@bench op=%s instructions=%llu\n", name,
	      (unsigned long long)((counted + BENCH_ROUNDS / 2) / BENCH_ROUNDS));
}

static void pairs_run(void)
{
	uint64_t empty;

	irq_disable();
	empty = BENCH_MEASURE((void)0);
	pair_print("one_unused", BENCH_MEASURE(map_first(); unmap_first()) - empty);
	pair_print("one_used", BENCH_MEASURE(use_one()) - empty);
	pair_print("four_used", BENCH_MEASURE(use_four()) - empty);
	irq_enable();
}

const char *job_steps(void)
{
	/* The first page has colour 0 of any number of colours, and the others follow. */
	do
		step_pages[0] = page_alloc(ZONE_HIGH);
	while (page_to_pfn(step_pages[0]) % KMAP_ARCH_COLOURS);
	for (unsigned int i = 1; i < STEP_PAGES; i++)
		step_pages[i] = page_alloc(ZONE_HIGH);
	if (option_number("count", 0))
		pairs_run();
	else
		steps_run();
	return NULL;
}
