/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A host with real memory: one task on one CPU, and RAM in a file. A used slot is a shared
 * mapping of one page of it, and a free slot has no access: so helpers work on real bytes,
 * and a stale pointer faults.
 */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kmap/report.h>
#include <kmap/types.h>

/* Frames below are directly mapped; the others are high. */
#define PLAIN_DIRECT_FRAMES 8
#define PLAIN_FRAMES 24

/* One frame of RAM. */
struct plain_page {
	uint32_t kmap_word;
	uint32_t kmap_holders;
	unsigned int flushes; /* of the cache, through any mapping, since plain_forget() */
};

extern struct plain_page plain_pages[PLAIN_FRAMES];
/* The addresses of the direct map and of the windows. */
extern char *plain_direct;
extern uintptr_t plain_window;
/* The only task and the only CPU. */
extern struct kmap_ctrl plain_ctrl;
extern struct kmap_window plain_cpu;
/* Nesting depths: pins, preemption disabled, page faults disabled. */
extern unsigned int plain_pins, plain_preempt, plain_pagefault;
/* Pages mapped and reports since plain_forget(); the last report. */
extern unsigned int plain_maps, plain_report_count;
extern struct kmap_report plain_report;

/* The PTE of a page of the windows. */
struct kmap_pte *plain_window_pte(uintptr_t address);

/* Reset the counts of flushes, maps and reports. */
void plain_forget(void);

/* Whether nothing is mapped, pinned or disabled. */
bool plain_nothing_held(void);

#endif
