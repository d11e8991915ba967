/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interrupt handler of the main job.
 */
#include "handler.h"

#include <kmap/kmap.h>

#include "interrupt.h"
#include "print.h"
#include "trace.h"

/* For each CPU a high page, and the count that it must contain. */
static struct counter {
	struct page *page;
	uint32_t count;
} handler_counters[KMAP_CPUS_MAX];

static uint32_t nested_count;

static void count_in_page(void)
{
	struct counter *mine = &handler_counters[this_cpu()->number];
	bool nested = current_task()->kmap.used != 0;
	volatile uint32_t *count = kmap_local_page(mine->page);

	trace_mapped((const void *)count);
	if (*count != mine->count)
		panic("an interrupt handler's page holds %u, not %u", *count, mine->count);
	*count = ++mine->count;
	kunmap_local((const void *)count);
	trace_unmapped((const void *)count);
	if (nested)
		__atomic_fetch_add(&nested_count, 1, __ATOMIC_RELAXED);
}

bool handler_init(void)
{
	for (unsigned int i = 0; i < KMAP_CPUS_MAX; i++) {
		handler_counters[i].page = page_alloc(ZONE_HIGH);
		if (!handler_counters[i].page)
			return false;
		kmap_clear_page(handler_counters[i].page);
	}
	return true;
}

void handler_start(void)
{
	nested_count = 0;
	interrupt_timer_hook(count_in_page);
}

uint32_t handler_stop(void)
{
	interrupt_timer_hook(NULL);
	return nested_count;
}

void handler_free(void)
{
	for (unsigned int i = 0; i < KMAP_CPUS_MAX; i++)
		page_free(handler_counters[i].page);
}
