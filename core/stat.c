/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What happened, in numbers.
 */
#include <kmap/kmap.h>

#include "flush.h"

void kmap_stat_read(const struct kmap_cpu *cpu, struct kmap_stat *stat)
{
	const struct kmap_counters *counters = &cpu->counters;
	struct kmap_persistent_stat pool;

	kmap_persistent_stat_read(&pool);

	*stat = (struct kmap_stat){
		.maps = kmap_arch_shared_load(&counters->maps),
		.unmaps = kmap_arch_shared_load(&counters->unmaps),
		.depth_max = kmap_arch_shared_load(&counters->depth_max),
		.restores = kmap_arch_shared_load(&counters->restores),
		/* Each unmap invalidates its first slot; only the others are counted. */
		.local_invalidations = kmap_arch_shared_load(&counters->unmaps) +
				       kmap_arch_shared_load(&counters->invalidations),
		.remote_invalidations = KMAP_STATS ? kmap_flush_count() : 0,
		.pool_wraps = KMAP_STATS ? pool.wraps : 0,
		.pool_waits = KMAP_STATS ? pool.waits : 0,
	};
}
