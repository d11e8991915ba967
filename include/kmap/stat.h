/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The counters. With KMAP_STATS 0 they are compiled out and read as zero.
 */
#ifndef KMAP_STAT_H
#define KMAP_STAT_H

#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/**
 * struct kmap_stat - counts of a window since kmap_window_init(); they wrap at 2^32
 * @maps:                 mappings made, of one page or several
 * @unmaps:               mappings given back
 * @depth_max:            most slots in use at a time, by a task and its handlers
 * @restores:             slots restored when a task came back
 * @local_invalidations:  TLB entries invalidated by unmaps and switches, each on one CPU
 * @remote_invalidations: flushes on all CPUs, for persistent and I/O mappings, of the
 *                        whole machine; task-local mappings cause none
 * @persistent_wraps:     times that the search for room in the persistent window went
 *                        back to its start, of the whole machine
 * @persistent_waits:     times that a task slept for room in it, likewise
 */
struct kmap_stat {
	uint32_t maps;
	uint32_t unmaps;
	uint32_t depth_max;
	uint32_t restores;
	uint32_t local_invalidations;
	uint32_t remote_invalidations;
	uint32_t persistent_wraps;
	uint32_t persistent_waits;
};

/**
 * kmap_stat_read() - read the counters of a window
 * @window: of a CPU; where KMAP_WINDOW is task, of a task, which counts for all tasks that
 *          have had it
 * @stat:   where to write them
 *
 * Context: any, on any CPU. Exact if nothing happens in that window meanwhile.
 * Cost: constant.
 */
void kmap_stat_read(const struct kmap_window *window, struct kmap_stat *stat);

KMAP_DECLARATIONS_END

#endif
