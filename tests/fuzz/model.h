/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of task-local mappings: for each task a list of what it, and the handlers
 * over it, hold. The model never derives what must be true from the state of the core,
 * with one exception: a handler in the middle of an operation takes over the mask that it
 * finds, after a check that the operation may have produced it.
 */
#ifndef FUZZ_MODEL_H
#define FUZZ_MODEL_H

#include "fuzz.h"

#define NO_ROOM UINT32_MAX

/**
 * struct hold - a mapping that is held
 * @start:  its first slot
 * @pages:  without the guard
 * @pfn:    its frames
 * @prot:   the attributes requested
 * @depth:  depth of the handler that made it; 0 for the task
 * @blank:  a handler unmapped it, so it shows nothing
 * @atomic: made by a function of the kmap_atomic family
 * @thief:  depth of the handler that unmapped it and has not ended; 0 for none
 */
struct hold {
	uintptr_t address;
	unsigned int start, pages;
	unsigned long pfn[KMAP_SLOTS];
	kmap_prot_t prot;
	unsigned int depth;
	bool blank;
	bool atomic;
	unsigned int thief;
};

/* What an operation in progress may have done to the mask: released @mask, taken @taken slots. */
struct flight {
	uint32_t mask;
	unsigned int taken;
};

/**
 * struct model_task - a task
 * @hold:     what is held, and what running handlers stole
 * @used:     the mask that it must have
 * @dark:     bits in @used that belong to an interrupted operation
 * @flight:   the operation in progress
 * @flying:   number of operations in progress, including interrupted ones
 * @atomic:   open kmap_atomic() sections, for each depth
 */
struct model_task {
	struct hold hold[2 * KMAP_WINDOW_SLOTS];
	unsigned int count;
	uint32_t used, dark;
	struct flight flight;
	unsigned int flying;
	unsigned int atomic[FUZZ_DEPTHS + 1];
};

extern struct model_task model_tasks[FAKE_TASKS];
/* Recently unmapped addresses, newest first. */
#define MODEL_FREED 4u
extern uintptr_t model_freed[MODEL_FREED];
/* Maps minus unmaps in this window; where KMAP_WINDOW is private, on all CPUs. */
uint32_t *model_balance(void);

/* Pages unmapped so far. */
extern unsigned long model_pages_removed;

void model_reset(void);
struct model_task *model_current(void);

/* The bits of @length slots from @start on. */
uint32_t model_run(unsigned int start, unsigned int length);
/* The bits of a mapping, including its guard. */
uint32_t model_bits(const struct hold *hold);
uintptr_t model_slot_address(unsigned int window, unsigned int slot);

/* The first slot that a mapping of @pages from @pfn on gets, given @used; or NO_ROOM. */
unsigned int model_find(uint32_t used, unsigned int pages, unsigned long pfn);

/* The current task has mapped @hold; model_remove(): it is about to be unmapped. */
void model_add(const struct hold *hold);
void model_remove(struct hold *hold);

/* The hold of the current task that has this slot, or NULL. */
struct hold *model_hold_of(unsigned int slot);

/**
 * struct place - what the model says of an address
 * @bug:  what an unmap of it reports; KMAP_BUG_COUNT for none
 * @hold: the mapping that it is in, or NULL
 * @slot: the slot of this CPU that it is in, or NO_ROOM
 * @skip: it is in a slot of an interrupted operation, and must not be tested
 */
struct place {
	enum kmap_bug bug;
	struct hold *hold;
	unsigned int slot;
	bool skip;
};
struct place model_place(uintptr_t address);

/* Between operations: check the core's state, the PTEs, the TLB and every mapping. */
void model_check(void);

/* Check only the mappings of the current task. */
void model_verify(void);

#endif
