/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A map of pages into slots: what is asked for, and what must come of it.
 */
#ifndef FUZZ_LOCAL_H
#define FUZZ_LOCAL_H

#include "model.h"

/**
 * struct wish - a map
 * @pages, @pfn, @prot: what is asked for
 * @try:    without a report when there is no room
 * @fate:   what must come of it
 * @shared: the page whose address in the persistent window will do, or NULL
 * @in_use: it is there
 * @injections: fuzz_injections before
 * @before: the operation that this one interrupts
 */
struct wish {
	unsigned int pages;
	unsigned long pfn[KMAP_SLOTS];
	kmap_prot_t prot;
	bool try;
	enum { WISH_NULL, WISH_DIRECT, WISH_MAPPED } fate;
	kmap_page_t *shared;
	bool atomic;
	bool in_use;
	unsigned long injections;
	struct flight before;
};

/* Before and after the call to the core. */
void wish_begin(struct wish *wish);
void wish_end(struct wish *wish, const void *address);

/* An operation of the current task begins that may release @mask and take @taken slots, and ends. */
struct flight fly(uint32_t mask, unsigned int taken);
void land(struct flight before);

#endif
