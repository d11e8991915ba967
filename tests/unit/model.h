/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference model: for each task a list of which address must show which frame. Its
 * functions map and unmap with kmap, and compare.
 */
#ifndef MODEL_H
#define MODEL_H

#include <kmap/kmap.h>

/* A mapping that is held; its pages are side by side from @address on. */
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

/* The pins of a task with so many mappings. */
#define MODEL_PINS(mappings) (KMAP_WINDOW_CPU ? (mappings) : 0)

/* Reset: no task holds a mapping. */
void model_reset(void);

/* The model of the current task. */
struct model_task *model_current(void);

/* A high frame that was not used for a long time, so that stale entries are detected. */
unsigned long model_fresh_pfn(void);

/* Map a fresh frame in the current task; the task must have a free slot. */
const void *model_map(void);

/* Map @pages fresh frames side by side; the task must have room. */
const void *model_map_range(unsigned int pages);

/* Unmap the @nr-th mapping of the current task, by the address of byte @offset of its pages. */
void model_unmap(unsigned int nr, uintptr_t offset);

/* Unmap the oldest @count mappings of the current task with one call. */
void model_unmap_together(unsigned int count);

/* Unmap everything that the current task holds, newest first. */
void model_unmap_all(void);

/* Map or unmap until the current task holds @count mappings. */
void model_hold(unsigned int count);

/* How many more mappings of one page the current task can make. */
unsigned int model_free(void);

/* Pages of the largest mapping that the current task can make. */
unsigned int model_room(void);

/* Fail unless every mapping of the current task shows its frame. */
void model_verify(void);

/*
 * Only while no operation is in progress: fail unless the state of every task agrees with
 * the model, every free slot of the executing CPU is clean, and every used slot has the
 * saved PTE.
 */
void model_check(void);

/* Switch to @next, and check its mappings. */
void model_switch(struct fake_task *next);

/* Unmap everything in all tasks of the executing CPU; then the same task is current again. */
void model_finish(void);

/*
 * An interrupt on the executing CPU: maps up to @count frames over what the current task
 * holds, reads them, and unmaps them, oldest first.
 */
void model_interrupt(unsigned int count);

/* An interrupt that maps one frame, and fills the rest with one mapping. */
void model_interrupt_range(void);

#endif
