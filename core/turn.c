/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The queue of tasks that wait for room in the persistent window.
 */
#include "turn.h"

#include <kmap/kmap.h>

#if KMAP_PERSISTENT

struct kmap_turn *kmap_turn_first;

void kmap_turn_join(struct kmap_turn *self)
{
	struct kmap_turn **end = &kmap_turn_first;

	if (self->queued)
		return;
	while (*end)
		end = &(*end)->next;
	*end = self;
	self->next = NULL;
	self->queued = true;
}

void kmap_turn_leave(struct kmap_turn *self)
{
	struct kmap_turn **at = &kmap_turn_first;

	if (!self->queued)
		return;
	while (*at != self)
		at = &(*at)->next;
	*at = self->next;
	self->queued = false;
	/* There may be room for the one that comes next. */
	if (kmap_turn_first)
		kmap_host_wake_all();
}

#endif
