/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Operations through the public interface, each recorded by the oracle. They act for the
 * executing context, on its own frames.
 */
#ifndef SIM_ACT_H
#define SIM_ACT_H

#include "sim.h"

/* High frame @nr of the context, below SIM_OWNER_FRAMES; act_low_frame(): its low frame. */
unsigned int act_frame(unsigned int nr);
unsigned int act_low_frame(void);

/* A high frame that the context does not have mapped. */
unsigned int act_unmapped_frame(void);

/* Whether the task has room for @pages side by side, the first of them @frame. */
bool act_has_room(unsigned int pages, unsigned int frame);

/* Whether it has room for two single pages at the same time. */
bool act_has_room_for_both(unsigned int frame, unsigned int other);

/* Ways to map one page. */
enum act_way { ACT_PAGE, ACT_PFN, ACT_READ_ONLY, ACT_TRY, ACT_ATOMIC, ACT_ATOMIC_PFN, ACT_WAYS };
void act_map(enum act_way way, unsigned int frame);

/* Map frames of the context side by side, from @frame on. */
void act_map_range(unsigned int frame, unsigned int pages);

/* Map a page in the persistent window; if @may_wait is false, only if there is room. */
void act_map_persistent(unsigned int frame, bool may_wait);

/* Unmap mapping @nr by the address of its byte @offset. */
void act_unmap(unsigned int nr, uintptr_t offset);

/* Unmap all mappings, newest first. */
void act_unmap_all(void);

/* The task is about to end: unmap all, but leave up to @count mappings to kmap_exit(). */
void act_leak(unsigned int count);

/* Read, or write, all pages of mapping @nr. */
void act_read(unsigned int nr);
void act_write(unsigned int nr, uint32_t value);

/* Copy one page; copy @count pages in one call; clear a page. The pages must not be mapped. */
void act_copy(unsigned int to, unsigned int from);
void act_copy_pages(const unsigned int *to, const unsigned int *from, unsigned int count);
void act_clear(unsigned int frame);

#endif
