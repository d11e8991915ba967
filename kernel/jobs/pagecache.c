/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The main job. High memory is filled with copies of the file. Then, mode by
 * mode, workers move every page of every copy to a new frame and hash what
 * arrived there, while the tick preempts them, interrupt handlers map on top
 * of them, and a task of top priority measures how late it wakes up.
 */
#include <kmap/kmap.h>

#include "cache.h"
#include "interrupt.h"
#include "job.h"
#include "latency.h"
#include "options.h"
#include "print.h"
#include "random.h"
#include "sched.h"
#include "sha256.h"
#include "spinlock.h"

/* A mode lasts at least so long, however small the file is. */
#define MODE_MIN_NS 500000000u
#define PROGRESS_NS 200000000u
/* Pages that must stay free: each worker holds one more while it moves a page. */
#define SPARE_PAGES 256u

/* One way to get at a page. */
struct mode {
	const char *name;
	enum zone zone;
	void *(*map)(const struct page *page);
	void (*unmap)(const void *address);
};

static void *map_local(const struct page *page)
{
	return kmap_local_page(page);
}

static void unmap_local(const void *address)
{
	kunmap_local(address);
}

static void *map_atomic(const struct page *page)
{
	return kmap_atomic(page);
}

static void unmap_atomic(const void *address)
{
	kunmap_atomic(address);
}

static const struct mode modes[] = {
	{ "kmap_local", ZONE_HIGH, map_local, unmap_local },
	{ "kmap_atomic", ZONE_HIGH, map_atomic, unmap_atomic },
	/* The same calls as the first; they find that nothing has to be mapped. */
	{ "direct", ZONE_LOW, map_local, unmap_local },
};

/* What the workers of a phase share; counters are added up when a worker ends. */
static struct phase {
	const struct mode *mode; /* NULL while the cache is filled */
	struct cache *cache;
	uint64_t begin_ns;
	struct spinlock lock;
	uint32_t next; /* copies handed out; lock */
	uint32_t done;
	uint32_t done_pages;
	uint32_t right;
	uint32_t mappings;
	uint32_t preempted_while_mapped;
	uint32_t interrupt_mappings;
	uint32_t workers;
	bool failed;
} phase;

static uint8_t expected[SHA256_BYTES];

/* One high page for each CPU's interrupt handler, and what must be in it. */
static struct interrupt_page {
	struct page *page;
	uint32_t count;
} interrupt_pages[KMAP_CPUS_MAX];

/* Every timer interrupt: map a page over whatever the task has mapped. */
static void count_in_page(void)
{
	struct interrupt_page *mine = &interrupt_pages[this_cpu()->number];
	bool nested = current_task()->kmap.used != 0;
	volatile uint32_t *count = kmap_local_page(mine->page);

	if (*count != mine->count)
		panic("an interrupt handler's page holds %u, not %u", *count, mine->count);
	*count = ++mine->count;
	kunmap_local((const void *)count);
	if (nested)
		__atomic_fetch_add(&phase.interrupt_mappings, 1, __ATOMIC_RELAXED);
}

/* The next copy to work on that nobody else has; false when the phase is over. */
static bool copy_take(uint32_t *copy)
{
	struct cache *cache = phase.cache;
	bool found = false, over = false;

	while (!found && !over) {
		spin_lock(&phase.lock);
		over = phase.failed ||
		       (phase.next >= cache->copies &&
			(!phase.mode || machine_now_ns() - phase.begin_ns >= MODE_MIN_NS));
		*copy = phase.next % cache->copies;
		if (!over && !cache->busy[*copy]) {
			cache->busy[*copy] = 1;
			phase.next++;
			found = true;
		}
		spin_unlock(&phase.lock);
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

/* Move one page to a new frame and hash it there. False when memory is out. */
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
	if (__builtin_memcmp(digest, expected, sizeof(digest)) == 0)
		__atomic_fetch_add(&phase.right, 1, __ATOMIC_RELAXED);
	else
		print("copy %u has a wrong digest\n", copy);
	__atomic_fetch_add(&phase.mappings, 2 * cache->copy_pages, __ATOMIC_RELAXED);
	return true;
}

static void worker(void *argument)
{
	struct task *self = current_task();
	uint32_t copy;

	(void)argument;
	while (copy_take(&copy)) {
		if (!(phase.mode ? copy_move(copy) : cache_fill(phase.cache, copy)))
			phase.failed = true;
		copy_done(copy);
		kmap_assert_none();
	}
	__atomic_fetch_add(&phase.preempted_while_mapped, self->preempted_while_mapped,
			   __ATOMIC_RELAXED);
	__atomic_fetch_sub(&phase.workers, 1, __ATOMIC_RELEASE);
}

static void progress_print(void)
{
	const struct cache *cache = phase.cache;
	uint64_t pages = (uint64_t)cache->copies * cache->copy_pages;
	uint64_t total = (uint64_t)cache->copies * module_bytes;
	uint64_t done = phase.mode ? total * phase.done_pages / pages :
				     (uint64_t)phase.done * module_bytes;

	print("@progress phase=%s done=%llu total=%llu unit=bytes\n",
	      phase.mode ? phase.mode->name : "fill",
	      (unsigned long long)(done < total ? done : total), (unsigned long long)total);
}

/* Run workers until the phase is over. Returns its length in nanoseconds. */
static uint64_t phase_run(const struct mode *mode, struct cache *cache)
{
	uint32_t count = (uint32_t)option_number("workers", 2) * cpus_online;
	uint64_t shown_ns = machine_now_ns();

	phase = (struct phase){ .mode = mode, .cache = cache, .begin_ns = shown_ns };
	for (uint32_t i = 0; i < count; i++) {
		char name[TASK_NAME_SIZE];

		print_to(name, sizeof(name), "worker/%u", i);
		__atomic_fetch_add(&phase.workers, 1, __ATOMIC_RELAXED);
		if (!task_create(name, worker, NULL, PRIORITY_WORKER, CPU_MASK_ALL))
			panic("no room for worker %u; at most %u tasks", i, TASKS_MAX);
	}
	while (__atomic_load_n(&phase.workers, __ATOMIC_ACQUIRE)) {
		task_sleep_until(machine_now_ns() + 10 * TICK_NS);
		if (machine_now_ns() - shown_ns < PROGRESS_NS)
			continue;
		shown_ns = machine_now_ns();
		progress_print();
	}
	progress_print();
	return machine_now_ns() - phase.begin_ns;
}

static void result_print(uint64_t ns, const struct latency *latency)
{
	print("@result mode=%s copies=%u digests_right=%u mappings=%u preempted_while_mapped=%u "
	      "interrupt_mappings=%u samples=%u p50_ns=%u p99_ns=%u max_ns=%u bytes=%llu ns=%llu\n",
	      phase.mode->name, phase.done, phase.right,
	      phase.mode->zone == ZONE_HIGH ? phase.mappings : 0, phase.preempted_while_mapped,
	      phase.interrupt_mappings, latency->samples, latency->p50_ns, latency->p99_ns,
	      latency->max_ns, (unsigned long long)phase.done * module_bytes,
	      (unsigned long long)ns);
}

/* Fill a cache, run a mode on it. Returns why it failed, or NULL. */
static const char *mode_run(const struct mode *mode, struct cache *cache)
{
	struct latency latency;
	uint64_t ns;

	if (!latency_start())
		return "no memory for the latency samples";
	interrupt_timer_hook(count_in_page);
	ns = phase_run(mode, cache);
	interrupt_timer_hook(NULL);
	latency_stop(&latency);
	result_print(ns, &latency);
	if (phase.failed)
		return "out of memory while pages were moved";
	if (phase.right != phase.done)
		return "a copy has a wrong digest";
	if (mode == &modes[0] && !phase.preempted_while_mapped)
		return "no task was preempted while it held a mapping";
	return NULL;
}

static bool expected_read(const char *text)
{
	for (unsigned int i = 0; i < 2 * SHA256_BYTES; i++) {
		char c = text[i];
		uint8_t digit = (uint8_t)(c >= 'a' ? c - 'a' + 10 : c - '0');

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		expected[i / 2] = (uint8_t)(expected[i / 2] << 4 | digit);
	}
	return text[2 * SHA256_BYTES] == 0;
}

static bool interrupt_pages_init(void)
{
	for (unsigned int i = 0; i < KMAP_CPUS_MAX; i++) {
		interrupt_pages[i].page = page_alloc(ZONE_HIGH);
		if (!interrupt_pages[i].page)
			return false;
		clear_highpage(interrupt_pages[i].page);
	}
	return true;
}

/* Fill high memory, use it in two ways; then the same in low memory. */
static const char *modes_run(struct cache *high, struct cache *low)
{
	const char *why = NULL;

	phase_run(NULL, high);
	if (phase.failed)
		return "high memory is too small for SIZE";
	for (unsigned int i = 0; i < 2 && !why; i++)
		why = mode_run(&modes[i], high);
	if (why)
		return why;
	phase_run(NULL, low);
	if (phase.failed)
		return "low memory is too small for a copy of the file";
	return mode_run(&modes[2], low);
}

const char *job_pagecache(void)
{
	const char *digest = option_text("sha256");
	uint64_t copies = option_number("size", 0);
	unsigned long free_before = zone_free_pages(ZONE_HIGH);
	struct cache high, low;
	const char *why;

	if (!module_start || !module_bytes)
		return "there is no file";
	if (!digest || !expected_read(digest))
		return "option sha256= must be the digest of the file, 64 hexadecimal digits";
	copies /= (module_bytes + KMAP_PAGE_SIZE - 1) & ~(uint64_t)(KMAP_PAGE_SIZE - 1);
	if (!copies || copies > UINT32_MAX)
		return "option size= must hold at least one copy of the file";
	if (!interrupt_pages_init() || !cache_init(&high, ZONE_HIGH, (uint32_t)copies, SPARE_PAGES))
		return "too little high memory";
	if (high.copies < copies)
		return "high memory is too small for SIZE";
	if (!cache_init(&low, ZONE_LOW, (uint32_t)copies, SPARE_PAGES))
		return "too little low memory";
	why = modes_run(&high, &low);
	cache_free(&high);
	cache_free(&low);
	for (unsigned int i = 0; i < KMAP_CPUS_MAX; i++)
		page_free(interrupt_pages[i].page);
	if (!why && zone_free_pages(ZONE_HIGH) != free_before)
		return "pages of high memory were lost";
	return why;
}
