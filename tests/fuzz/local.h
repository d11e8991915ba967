/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A map of pages into slots: the request, and the result that it must have.
 */
#ifndef FUZZ_LOCAL_H
#define FUZZ_LOCAL_H

#include "model.h"

/**
 * struct wish - a map
 * @pages, @pfn, @prot: the request
 * @try:    no report if there is no room
 * @fate:   the result that it must have
 * @shared: the page whose address in the persistent window may be returned, or NULL
 * @in_use: @shared has users there
 * @injections: fuzz_injections before the call
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

/* Begin an operation that may release @mask and take @taken slots; land() ends it. */
struct flight fly(uint32_t mask, unsigned int taken);
void land(struct flight before);

#endif
