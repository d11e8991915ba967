/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What page tables map of high memory: nothing but what somebody has mapped at the moment.
 * These tests walk through all tables of all CPUs, and read at addresses that mapped something.
 */
#include "selftest.h"

#include <kmap/persistent.h>

#include "machine.h"

/* Mappings that one test holds. */
#define TABLES_HELD 3

/* Skip the test where page tables belong to somebody else. */
#define NEED_WALK()                                                                                \
	do {                                                                                       \
		if (!machine_can_walk())                                                           \
			return skip("this machine cannot walk through its page tables");           \
	} while (0)

/*
 * What a walk has found. @frames: frames of high memory, each as often as it is mapped.
 * @expected: mapped at @address with all that a leaf says.
 */
struct found {
	unsigned long frames;
	uint64_t direct_bytes;
	const struct machine_leaf *wanted;
	unsigned int wanted_count;
	unsigned int expected;
};

static bool is_high(unsigned long pfn)
{
	return pfn >= low_pfn_end && memory_is_ram(pfn);
}

static bool same(const struct machine_leaf *leaf, const struct machine_leaf *other)
{
	return leaf->address == other->address && leaf->bytes == other->bytes &&
	       leaf->pfn == other->pfn && leaf->writable == other->writable;
}

static void look(const struct machine_leaf *leaf, void *context)
{
	uint64_t physical = (uint64_t)leaf->pfn << KMAP_ARCH_PAGE_SHIFT;
	struct found *found = context;

	for (unsigned long i = 0; i < leaf->bytes >> KMAP_ARCH_PAGE_SHIFT; i++)
		found->frames += is_high(leaf->pfn + i);
	if (physical - DIRECT_PHYSICAL < machine_low_bytes() - DIRECT_PHYSICAL &&
	    direct_address(physical) == (void *)leaf->address)
		found->direct_bytes += leaf->bytes;
	for (unsigned int i = 0; i < found->wanted_count; i++)
		found->expected += same(leaf, &found->wanted[i]);
}

static struct found walk(unsigned int cpu, const struct machine_leaf *wanted, unsigned int count)
{
	struct found found = { .wanted = wanted, .wanted_count = count };

	machine_walk(cpu, look, &found);
	return found;
}

/* Whether no table of any CPU maps a frame of high memory. */
static bool nothing_is_mapped(void)
{
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++) {
		unsigned long frames = walk(cpu, NULL, 0).frames;

		if (frames)
			print("# CPU %u maps %lu frames of high memory\n", cpu, frames);
		CHECK(frames == 0);
	}
	return true;
}

/*
 * Whether just the @count leaves of @wanted map high memory: in the tables of the CPUs in @mask,
 * and nothing in those of the others.
 */
static bool only_these(const struct machine_leaf *wanted, unsigned int count, unsigned int mask)
{
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++) {
		struct found found = walk(cpu, wanted, count);
		unsigned int here = mask >> cpu & 1 ? count : 0;

		CHECK(found.frames == here && found.expected == here);
	}
	return true;
}

/* The CPUs that see what the current task, which is pinned, maps for itself. */
static unsigned int seers_of_local(void)
{
	return KMAP_WINDOW_PRIVATE ? 1u << this_cpu()->number : CPU_MASK_ALL;
}

static struct machine_leaf leaf_of(const void *address, const struct page *page, bool writable)
{
	return (struct machine_leaf){ .address = (uintptr_t)address,
				      .bytes = KMAP_PAGE_SIZE,
				      .pfn = page_to_pfn(page),
				      .writable = writable };
}

/* The walk finds the direct map, all of it and once, and nothing of high memory. */
static bool nothing_without_mappings(void)
{
	NEED_WALK();
	kmap_flush_unused();
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++)
		CHECK(walk(cpu, NULL, 0).direct_bytes == machine_low_bytes() - DIRECT_PHYSICAL);
	return nothing_is_mapped();
}

/*
 * Begin a stretch in which nothing else runs, with an empty TLB. An emulated one forgets what it was
 * not asked to forget: more, the more it has seen of large pages, and of other tasks.
 */
static unsigned long alone_begin(void)
{
	unsigned long flags = irq_save();

	machine_flush_local(0, (uintptr_t)-KMAP_PAGE_SIZE);
	return flags;
}

/* Whether none of @count pages, which are mapped and in the TLB, can be read after the unmap. */
static bool unreadable_after_unmap(const char *address, unsigned int count)
{
	unsigned long flags = alone_begin();
	unsigned int before = 0, after = 0;
	uint8_t byte;

	for (unsigned int i = 0; i < count; i++)
		before += machine_try_read(address + i * KMAP_PAGE_SIZE, &byte);
	kunmap_local(address);
	for (unsigned int i = 0; i < count; i++)
		after += machine_try_read(address + i * KMAP_PAGE_SIZE, &byte);
	irq_restore(flags);
	return before == count && after == 0;
}

/* Map, and unmap again, with looks in between. The caller is pinned. */
static bool local_in_tables(struct page *const *pages)
{
	static const kmap_prot_t prots[TABLES_HELD] = { KMAP_PROT_DEFAULT, KMAP_PROT_READ_ONLY,
							KMAP_PROT_UNCACHED };
	struct machine_leaf wanted[TABLES_HELD] = { { 0 } };

	for (unsigned int i = 0; i < TABLES_HELD; i++) {
		const void *address = kmap_local_page_prot(pages[i], prots[i]);
		uint8_t byte;

		/* A TLB that software loads holds it from here on, and must say the same. */
		CHECK(machine_try_read(address, &byte));
		wanted[i] = leaf_of(address, pages[i], prots[i] != KMAP_PROT_READ_ONLY);
		CHECK(only_these(wanted, i + 1, seers_of_local()));
	}
	for (unsigned int i = TABLES_HELD; i-- > 0;) {
		CHECK(unreadable_after_unmap((const char *)wanted[i].address, 1));
		CHECK(only_these(wanted, i, seers_of_local()));
	}
	return true;
}

static bool local_mappings(void)
{
	struct page *pages[TABLES_HELD];
	bool good;

	NEED_WALK();
	kmap_flush_unused();
	for (uint32_t i = 0; i < TABLES_HELD; i++)
		pages[i] = stamped_page_of(i, i);
	migrate_disable();
	good = local_in_tables(pages);
	migrate_enable();
	for (unsigned int i = 0; i < TABLES_HELD; i++)
		page_free(pages[i]);
	return good && nothing_is_mapped();
}

static bool pages_in_tables(struct page *const *pages)
{
	struct machine_leaf wanted[TABLES_HELD];
	char *address = kmap_local_pages(pages, TABLES_HELD);

	for (unsigned int i = 0; i < TABLES_HELD; i++)
		wanted[i] = leaf_of(address + i * KMAP_PAGE_SIZE, pages[i], true);
	CHECK(only_these(wanted, TABLES_HELD, seers_of_local()));
	CHECK(unreadable_after_unmap(address, TABLES_HELD));
	return nothing_is_mapped();
}

/* Several pages at once go as they have come. */
static bool pages_at_once(void)
{
	struct page *pages[TABLES_HELD];
	bool good;

	NEED_WALK();
	kmap_flush_unused();
	for (uint32_t i = 0; i < TABLES_HELD; i++)
		pages[i] = stamped_page_of(i, i);
	migrate_disable();
	good = pages_in_tables(pages);
	migrate_enable();
	for (unsigned int i = 0; i < TABLES_HELD; i++)
		page_free(pages[i]);
	return good;
}

static struct page *away_page;
static const char *away_address;
static bool away_goes_on;

static void holds_and_sleeps(void *argument)
{
	(void)argument;
	away_address = kmap_local_page(away_page);
	while (__atomic_load_n(&away_goes_on, __ATOMIC_RELAXED))
		sleep_ticks(1);
	kunmap_local(away_address);
}

/* Neither while it is mapped by a task that waits, nor when it is mapped no more. */
static bool waits_with_mapping(void)
{
	struct machine_leaf wanted;

	while (!*(const char *const volatile *)&away_address)
		sleep_ticks(1);
	wanted = leaf_of(away_address, away_page, true);
	/* A window of the task's own keeps what it has; any other has room for the next task. */
	if (KMAP_WINDOW_TASK)
		return only_these(&wanted, 1, CPU_MASK_ALL);
	return nothing_is_mapped();
}

/* A task that is off its CPU has nothing in the tables, unless it has a window of its own. */
static bool a_task_that_waits(void)
{
	bool good;

	NEED_WALK();
	kmap_flush_unused();
	away_page = stamped_page(1);
	away_address = NULL;
	away_goes_on = true;
	/* On the CPU of this task: while this one looks, that one does not run. */
	start("away", holds_and_sleeps, NULL, 1);
	good = waits_with_mapping();
	__atomic_store_n(&away_goes_on, false, __ATOMIC_RELAXED);
	task_wait_all();
	page_free(away_page);
	return good && nothing_is_mapped();
}

static const char *persistent_address;
static bool readable;

/* Reading fills this CPU's TLB. */
static void reads(void *argument)
{
	uint8_t byte;

	(void)argument;
	failed_if(machine_try_read(persistent_address, &byte) != readable);
}

/* Whether all CPUs can, or none can, read at the address. */
static bool all_read(bool expected)
{
	readable = expected;
	failures = 0;
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++)
		start("reader", reads, NULL, 1u << cpu);
	task_wait_all();
	return failures == 0;
}

/* All CPUs see a persistent mapping; after the flush none does, be its page free or not. */
static bool persistent_mappings(void)
{
	struct machine_leaf wanted;

	NEED_WALK();
	for (unsigned int freed = 0; freed < 2; freed++) {
		struct page *page = stamped_page(1);

		kmap_flush_unused();
		persistent_address = kmap(page);
		wanted = leaf_of(persistent_address, page, true);
		CHECK(only_these(&wanted, 1, CPU_MASK_ALL));
		CHECK(all_read(true));
		kunmap(page);
		if (freed)
			page_free(page);
		kmap_flush_unused();
		CHECK(nothing_is_mapped());
		CHECK(all_read(false));
		if (!freed)
			page_free(page);
	}
	return true;
}

const struct selftest selftests_tables[] = {
	{ "tables: no frame of high memory is mapped while nobody maps", nothing_without_mappings,
	  1 },
	{ "tables: of local mappings there is what is held, and nothing later", local_mappings,
	  TABLES_HELD },
	{ "tables: several pages at once go as they have come", pages_at_once, TABLES_HELD },
	{ "tables: a task that waits maps nothing, but in a window of its own", a_task_that_waits,
	  1 },
	{ "tables: a persistent mapping goes on all CPUs", persistent_mappings, 1 },
	{ NULL, NULL, 0 },
};
