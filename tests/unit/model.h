/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference model: a plain list, for each task, of which address must
 * show which frame. It maps and unmaps through kmap and compares.
 */
#ifndef MODEL_H
#define MODEL_H

#include <kmap/kmap.h>

/* One mapping that somebody holds: its pages lie side by side from @address on. */
struct model_hold {
	const void *address;
	unsigned int pages;
	unsigned long pfn[KMAP_SLOTS];
};

/* The mappings of one task, oldest first. */
struct model_task {
	struct model_hold hold[KMAP_SLOTS];
	unsigned int count;
};

extern struct model_task model_tasks[FAKE_TASKS];

/* As after boot: nobody holds anything. */
void model_reset(void);

/* The model of the current task. */
struct model_task *model_current(void);

/* A high frame that was not used for a long time, so that what is stale is seen as wrong. */
unsigned long model_fresh_pfn(void);

/* Map a fresh frame in the current task; the task must have a free slot. */
const void *model_map(void);

/* Map so many fresh frames side by side; the task must have the room. */
const void *model_map_range(unsigned int pages);

/* Unmap the @nr-th mapping of the current task, by the address of byte @offset of its pages. */
void model_unmap(unsigned int nr, uintptr_t offset);

/* Give back all that the current task holds, the newest first. */
void model_unmap_all(void);

/* Bring the current task to holding @count mappings. */
void model_hold(unsigned int count);

/* Mappings of one page that the current task could still take. */
unsigned int model_free(void);

/* Pages of the largest mapping that the current task could still take. */
unsigned int model_room(void);

/* Fail unless every mapping of the current task shows its frame. */
void model_verify(void);

/*
 * For a moment in which no operation is under way: fail unless the state of
 * every task agrees with the model, every free slot of the executing CPU is
 * clean, and every used one has the PTE that was saved.
 */
void model_check(void);

/* Switch to @next, and check it and its mappings. */
void model_switch(struct fake_task *next);

/* All tasks of the executing CPU give everything back; the task that ran runs again. */
void model_finish(void);

/*
 * An interrupt on the executing CPU: maps up to @count frames over what the
 * current task holds, reads all of them, and unmaps them, the oldest first.
 */
void model_interrupt(unsigned int count);

/* An interrupt that maps one frame, and the rest of the room as one mapping. */
void model_interrupt_range(void);

#endif
