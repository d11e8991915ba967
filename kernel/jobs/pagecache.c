/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The main job. High memory is filled with copies of the file. Then, in one mode after
 * the other, workers move every page of every copy to a new frame and hash it there,
 * while the tick preempts them, interrupt handlers map on top of them, and a task of the
 * highest priority measures how late it wakes up.
 */
#include <kmap/kmap.h>

#include "handler.h"
#include "job.h"
#include "latency.h"
#include "options.h"
#include "phase.h"
#include "print.h"
#include "trace.h"

/* Pages that must stay free: each worker holds one more while it moves a page. */
#define SPARE_PAGES 256u

static void *map_local(const struct page *page)
{
	void *address = kmap_local_page(page);

	trace_mapped(address);
	return address;
}

static void unmap_local(const void *address)
{
	kunmap_local(address);
	trace_unmapped(address);
}

static void *map_atomic(const struct page *page)
{
	void *address = kmap_atomic(page);

	trace_mapped(address);
	return address;
}

static void unmap_atomic(const void *address)
{
	kunmap_atomic(address);
	trace_unmapped(address);
}

static const struct mode modes[] = {
	{ "kmap_local", ZONE_HIGH, map_local, unmap_local },
	{ "kmap_atomic", ZONE_HIGH, map_atomic, unmap_atomic },
	/* The same calls as in the first mode; in low memory they map nothing. */
	{ "direct", ZONE_LOW, map_local, unmap_local },
};

static struct latency latencies[sizeof(modes) / sizeof(modes[0])];
static uint8_t expected[SHA256_BYTES];

static void phase_result_print(const struct phase *phase, uint64_t ns, uint32_t interrupt_mappings,
			       const struct latency *latency)
{
	print("@result mode=%s copies=%u digests_right=%u mappings=%u preempted_while_mapped=%u "
	      "migrated_while_mapped=%u interrupt_mappings=%u samples=%u p50_ns=%u p99_ns=%u "
	      "max_ns=%u bytes=%llu ns=%llu\n",
	      phase->mode->name, phase->done, phase->right, phase->mappings,
	      phase->preempted_while_mapped, phase->migrated_while_mapped, interrupt_mappings,
	      latency->samples, latency->p50_ns, latency->p99_ns, latency->max_ns,
	      (unsigned long long)phase->done * module_bytes, (unsigned long long)ns);
}

/* Run a mode on a filled cache. Returns why it failed, or NULL. */
static const char *mode_run(const struct mode *mode, struct cache *cache)
{
	struct latency *latency = &latencies[mode - modes];
	struct phase phase;
	uint64_t ns;
	uint32_t interrupt_mappings;

	if (!latency_start())
		return "no memory for the latency samples";
	handler_start();
	ns = phase_run(mode, cache, expected, &phase);
	interrupt_mappings = handler_stop();
	latency_stop(latency);
	phase_result_print(&phase, ns, interrupt_mappings, latency);
	if (phase.failed)
		return "out of memory while pages were moved";
	if (phase.right != phase.done)
		return "a copy has a wrong digest";
	if (mode == &modes[0] && !phase.preempted_while_mapped)
		return "no task was preempted while it held a mapping";
	return NULL;
}

static bool zone_fill(struct cache *cache)
{
	struct phase phase;

	phase_run(NULL, cache, expected, &phase);
	return !phase.failed;
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

/* Run the modes on high memory, then the one on low memory. */
static const char *modes_run(struct cache *high, struct cache *low)
{
	const char *why = NULL;

	if (!zone_fill(high))
		return "high memory is too small for SIZE";
	for (unsigned int i = 0; i < 2 && !why; i++)
		why = mode_run(&modes[i], high);
	if (why)
		return why;
	if (!zone_fill(low))
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
	if (!trace_init())
		return "too little low memory for the trace";
	if (!handler_init() || !cache_init(&high, ZONE_HIGH, (uint32_t)copies, SPARE_PAGES))
		return "too little high memory";
	if (high.copies < copies)
		return "high memory is too small for SIZE";
	if (!cache_init(&low, ZONE_LOW, (uint32_t)copies, SPARE_PAGES))
		return "too little low memory";
	why = modes_run(&high, &low);
	for (unsigned int i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		latency_print(modes[i].name, &latencies[i]);
	cache_free(&high);
	cache_free(&low);
	handler_free();
	if (!why && zone_free_pages(ZONE_HIGH) != free_before)
		return "pages of high memory were lost";
	return why;
}
