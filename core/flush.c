/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Flushes on all CPUs, for mappings that all CPUs share. No path of a task-local
 * mapping comes here.
 */
#include "flush.h"

#include <kmap/kmap.h>

#if KMAP_PERSISTENT || KMAP_IO

static uint32_t flushes;

void kmap_shared_add(uint32_t *word, uint32_t more)
{
	uint32_t value;

	do {
		value = kmap_arch_shared_load(word);
	} while (!kmap_arch_shared_swap(word, value, value + more));
}

void kmap_flush_all(uintptr_t start, uintptr_t end)
{
	kmap_host_flush_all(start, end);
	if (KMAP_STATS)
		kmap_shared_add(&flushes, 1);
}

uint32_t kmap_flush_count(void)
{
	return kmap_arch_shared_load(&flushes);
}

#endif
