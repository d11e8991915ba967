/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The workers of the main job.
 */
#include "phase.h"

#include <kmap/kmap.h>

#include "job.h"
#include "options.h"
#include "print.h"
#include "sched.h"
#include "spinlock.h"
#include "trace.h"
#include "watch.h"

/* The shortest time that a mode lasts, even if the file is small. */
#define MODE_MIN_NS 500000000u

/* How many wrong copies are printed; the rest are only counted. */
#define WRONG_TOLD_MAX 3

static struct phase phase;
static unsigned int wrong_told;
static uint64_t begin_ns;

/* Guards next_copy, the number of copies handed out so far. */
static struct spinlock next_lock;
static uint32_t next_copy;

/* Take the next copy that no worker has; false when the phase is over. */
static bool copy_take(uint32_t *copy)
{
	struct cache *cache = phase.cache;
	bool found = false, over = false;

	while (!found && !over) {
		spin_lock(&next_lock);
		over = __atomic_load_n(&phase.failed, __ATOMIC_RELAXED) ||
		       (next_copy >= cache->copies &&
			(!phase.mode || machine_now_ns() - begin_ns >= MODE_MIN_NS));
		*copy = next_copy % cache->copies;
		if (!over && !__atomic_load_n(&cache->busy[*copy], __ATOMIC_ACQUIRE)) {
			cache->busy[*copy] = 1;
			next_copy++;
			found = true;
		}
		spin_unlock(&next_lock);
		if (!found && !over)
			task_sleep_until(machine_now_ns() + TICK_NS);
	}
	return found;
}

static void copy_done(uint32_t copy)
{
	__atomic_store_n(&phase.cache->busy[copy], 0, __ATOMIC_RELEASE);
	__atomic_fetch_add(&phase.done, 1, __ATOMIC_RELAXED);
}

/* Move one page to a new frame and hash it there. False if memory runs out. */
static bool page_move(uint32_t *frame, uint32_t bytes, struct sha256 *hash)
{
	const struct mode *mode = phase.mode;
	struct page *old = pfn_to_page(*frame);
	struct page *new = page_alloc(mode->zone);
	void *from, *to;

	if (!new)
		return false;
	from = mode->map(old);
	to = mode->map(new);
	__builtin_memcpy(to, from, bytes);
	sha256_add(hash, to, bytes);
	mode->unmap(to);
	mode->unmap(from);
	*frame = (uint32_t)page_to_pfn(new);
	page_free(old);
	return true;
}

static bool copy_move(uint32_t copy)
{
	struct cache *cache = phase.cache;
	uint8_t digest[SHA256_BYTES];
	struct sha256 hash;

	sha256_start(&hash);
	for (uint32_t i = 0; i < cache->copy_pages; i++) {
		if (!page_move(cache_frame(cache, copy, i), cache_page_bytes(cache, i), &hash))
			return false;
		__atomic_fetch_add(&phase.done_pages, 1, __ATOMIC_RELAXED);
	}
	sha256_finish(&hash, digest);
	if (__builtin_memcmp(digest, phase.expected, sizeof(digest)) == 0)
		__atomic_fetch_add(&phase.right, 1, __ATOMIC_RELAXED);
	else if (__atomic_fetch_add(&wrong_told, 1, __ATOMIC_RELAXED) < WRONG_TOLD_MAX)
		print("copy %u has a wrong digest\n", copy);
	/* In low memory the calls make no mappings. */
	if (cache->zone == ZONE_HIGH)
		__atomic_fetch_add(&phase.mappings, 2 * cache->copy_pages, __ATOMIC_RELAXED);
	return true;
}

static void phase_worker(void *argument)
{
	uint32_t copy;

	(void)argument;
	while (copy_take(&copy)) {
		if (!(phase.mode ? copy_move(copy) : cache_fill(phase.cache, copy)))
			__atomic_store_n(&phase.failed, true, __ATOMIC_RELAXED);
		copy_done(copy);
		kmap_assert_none();
	}
	__atomic_fetch_add(&phase.migrated_while_mapped, current_task()->migrated_while_mapped,
			   __ATOMIC_RELAXED);
	__atomic_fetch_sub(&phase.workers, 1, __ATOMIC_RELEASE);
}

static void progress_print(void)
{
	const struct cache *cache = phase.cache;
	uint64_t pages = (uint64_t)cache->copies * cache->copy_pages;
	uint64_t total = (uint64_t)cache->copies * module_bytes;
	uint64_t done_pages = __atomic_load_n(&phase.done_pages, __ATOMIC_RELAXED);
	uint64_t done_copies = __atomic_load_n(&phase.done, __ATOMIC_RELAXED);
	uint64_t done = phase.mode ? total * done_pages / pages : done_copies * module_bytes;

	watch_print(phase.mode ? phase.mode->name : "fill", done, total, "bytes");
}

static void workers_start(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		char name[TASK_NAME_SIZE];

		print_to(name, sizeof(name), "worker/%u", i);
		__atomic_fetch_add(&phase.workers, 1, __ATOMIC_RELAXED);
		if (!task_create(name, phase_worker, NULL, PRIORITY_WORKER, CPU_MASK_ALL))
			panic("no room for worker %u; at most %u tasks", i, TASKS_MAX);
	}
}

uint64_t phase_run(const struct mode *mode, struct cache *cache,
		   const uint8_t expected[SHA256_BYTES], struct phase *result)
{
	phase = (struct phase){ .mode = mode, .cache = cache, .expected = expected };
	next_copy = 0;
	watch_begin();
	begin_ns = machine_now_ns();
	if (mode)
		trace_begin(mode->name);
	workers_start((uint32_t)option_number("workers", 2) * cpus_online);
	watch_workers(&phase.workers, progress_print);
	trace_end();
	progress_print();
	phase.preempted_while_mapped = watch_preempted();
	*result = phase;
	return machine_now_ns() - begin_ns;
}
