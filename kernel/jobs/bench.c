/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Instructions that the operations take. Under QEMU's -icount shift=0 the machine's
 * counter counts instructions; the count of an empty loop is subtracted. Interrupts are
 * off.
 */
#include <kmap/kmap.h>

#include "bench_copy.h"
#include "bench_count.h"
#include "job.h"
#include "print.h"
#include "sched.h"

/* More pages than the persistent window holds, to be mapped in turn. */
#define PERSISTENT_TURN (2 * KMAP_PERSISTENT_PAGES)

static struct page *high[BENCH_HELD_MAX];
static struct page *low;
static struct page *persistent_pages[PERSISTENT_TURN];

static uint64_t empty_loop(void)
{
	return BENCH_MEASURE((void)0);
}

static uint64_t local_high(void)
{
	return bench_pairs(high[0]);
}

static uint64_t local_low(void)
{
	return bench_pairs(low);
}

static void nest_four(void)
{
	void *a = keep(kmap_local_page(high[0])), *b = keep(kmap_local_page(high[1]));
	void *c = keep(kmap_local_page(high[2])), *d = keep(kmap_local_page(high[3]));

	kunmap_local(d);
	kunmap_local(c);
	kunmap_local(b);
	kunmap_local(a);
}

static uint64_t local_high_x4(void)
{
	return BENCH_MEASURE(nest_four());
}

static uint64_t atomic_high(void)
{
	struct page *page = keep(high[0]);

	return BENCH_MEASURE(kunmap_atomic(keep(kmap_atomic(page))));
}

static uint64_t atomic_low(void)
{
	struct page *page = keep(low);

	return BENCH_MEASURE(kunmap_atomic(keep(kmap_atomic(page))));
}

static uint64_t copy(void)
{
	return BENCH_MEASURE(kmap_copy_page(keep(high[1]), keep(high[0])));
}

static uint64_t high_page_clear(void)
{
	return BENCH_MEASURE(kmap_clear_page(keep(high[0])));
}

static inline void persistent_pair(struct page *page)
{
	keep(kmap(page));
	kunmap(page);
}

/* kmap() and kunmap() of a page that is in the persistent window, without users. */
static uint64_t persistent_mapped(void)
{
	struct page *page = keep(high[0]);

	return BENCH_MEASURE(persistent_pair(page));
}

/* The same on many pages in turn: each has left the persistent window when its turn comes. */
static uint64_t persistent_unmapped(void)
{
	return BENCH_MEASURE(persistent_pair(persistent_pages[round_ % PERSISTENT_TURN]));
}

/* The kmap calls of a task switch, for a task that holds nothing. */
static uint64_t hooks_held_0(void)
{
	struct kmap_ctrl *ctrl = keep(&current_task()->kmap);

	return BENCH_MEASURE(kmap_switch_out(ctrl); compiler_barrier(); kmap_switch_in(ctrl));
}

static const struct operation {
	const char *name;
	uint64_t (*measure)(void);
} operations[] = {
	{ "kmap_local_high", local_high },	 { "kmap_local_low", local_low },
	{ "kmap_local_high_x4", local_high_x4 }, { "kmap_atomic_high", atomic_high },
	{ "kmap_atomic_low", atomic_low },	 { "copy_highpage", copy },
	{ "clear_highpage", high_page_clear },	 { "switch_hooks_held_0", hooks_held_0 },
	{ "kmap_mapped", persistent_mapped },	 { "kmap_unmapped", persistent_unmapped },
};

static void count_print(const char *name, uint64_t counted, uint64_t empty, uint64_t rounds)
{
	uint64_t rounded = (counted - empty + rounds / 2) / rounds;

	print("@bench op=%s instructions=%llu\n", name, (unsigned long long)rounded);
}

static void switch_print(struct page *const pages[], unsigned int held, uint64_t empty)
{
	char name[32];

	print_to(name, sizeof(name), "switch_held_%u", held);
	count_print(name, bench_switches(pages, held), empty, 2 * BENCH_ROUNDS);
}

const char *job_bench(void)
{
	static const unsigned int held[] = { 0, 1, 2, 4, 8 };
	uint64_t empty;

	low = page_alloc(ZONE_LOW);
	for (unsigned int i = 0; i < BENCH_HELD_MAX; i++)
		high[i] = page_alloc(ZONE_HIGH);
	for (unsigned int i = 0; i < PERSISTENT_TURN; i++)
		persistent_pages[i] = page_alloc(ZONE_HIGH);
	irq_disable();
	empty = empty_loop();
	for (unsigned int i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		uint64_t counted = operations[i].measure();

		count_print(operations[i].name, counted, empty, BENCH_ROUNDS);
	}
	irq_enable();
	bench_copies();
	for (unsigned int i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		switch_print(high, held[i], empty);
	return NULL;
}
