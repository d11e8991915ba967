/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The counters.
 */
#include <kmap/kmap.h>

#include "families.h"

void kmap_stat_read(const struct kmap_window *window, struct kmap_stat *stat)
{
	const struct kmap_counters *counters = &window->counters;
	struct family_counts persistent = family_persistent_counts();

	*stat = (struct kmap_stat){
		.maps = kmap_arch_shared_load(&counters->maps),
		.unmaps = kmap_arch_shared_load(&counters->unmaps),
		.depth_max = kmap_arch_shared_load(&counters->depth_max),
		.restores = kmap_arch_shared_load(&counters->restores),
		/* Each unmap invalidates its first slot; only the others are counted. */
		.local_invalidations = kmap_arch_shared_load(&counters->unmaps) +
				       kmap_arch_shared_load(&counters->invalidations),
		.remote_invalidations = KMAP_STATS ? family_flush_count() : 0,
		.persistent_wraps = KMAP_STATS ? persistent.wraps : 0,
		.persistent_waits = KMAP_STATS ? persistent.waits : 0,
	};
}
