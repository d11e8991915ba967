/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks that wait for room in the persistent window, in the order in which they came.
 * Only the first one may take room, so that none waits while others take turns. All
 * under the shared lock.
 */
#ifndef KMAP_CORE_TURN_H
#define KMAP_CORE_TURN_H

#include <kmap/types.h>

/* One of them; on its stack while it waits. */
struct kmap_turn {
	struct kmap_turn *next;
	bool queued;
};

/* The first of them; NULL when none waits. */
extern struct kmap_turn *kmap_turn_first;

/* Wait behind the others, or stop waiting; nothing if that is so already. */
void kmap_turn_join(struct kmap_turn *self);
void kmap_turn_leave(struct kmap_turn *self);

#endif
