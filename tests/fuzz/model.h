/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of task-local mappings: for each task a list of what it, and the
 * handlers over it, hold. It never reads the state of the core to find out what
 * must be, with one exception: a handler in the middle of an operation looks at
 * the mask that it finds, which must lie within what the operation may have done.
 */
#ifndef FUZZ_MODEL_H
#define FUZZ_MODEL_H

#include "fuzz.h"

#define NO_ROOM UINT32_MAX

/**
 * struct hold - a mapping that somebody holds
 * @start:  its first slot
 * @pages:  without the guard
 * @pfn:    what it shows
 * @prot:   the attributes asked for
 * @depth:  the handler that made it; 0 for the task
 * @blank:  a handler gave the pages back, so it shows nothing
 * @atomic: made by a function of the kmap_atomic family
 * @thief:  the handler that did so and has not ended; 0 for none
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

/* What an operation under way may have done to the mask: given back @mask, taken @taken slots. */
struct flight {
	uint32_t mask;
	unsigned int taken;
};

/**
 * struct model_task - a task
 * @hold:     what is held, and what handlers stole that still run
 * @used:     the mask that it must have
 * @dark:     bits in @used that belong to an interrupted operation
 * @flight:   the operation under way
 * @flying:   operations that are under way, the interrupted ones included
 * @atomic:   kmap_atomic() sections open, for each depth
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
/* Addresses given back lately, the newest first. */
#define MODEL_FREED 4u
extern uintptr_t model_freed[MODEL_FREED];
/* Mappings made on each CPU less those given back. */
extern uint32_t model_balance[FUZZ_CPUS];

/* Pages of all mappings given back so far. */
extern unsigned long model_pages_removed;

void model_reset(void);
struct model_task *model_current(void);

/* The bits of @length slots from @start on. */
uint32_t model_run(unsigned int start, unsigned int length);
/* Those of a mapping with its guard. */
uint32_t model_bits(const struct hold *hold);
uintptr_t model_slot_address(unsigned int cpu, unsigned int slot);

/* Where a mapping of @pages beginning with @pfn would go in a mask; NO_ROOM for nowhere. */
unsigned int model_find(uint32_t used, unsigned int pages, unsigned long pfn);

/* A mapping of the current task is made or goes. */
void model_add(const struct hold *hold);
void model_remove(struct hold *hold);

/* The hold of the current task that has this slot, or NULL. */
struct hold *model_hold_of(unsigned int slot);

/**
 * struct place - what the model says of an address
 * @bug:  what an unmap of it reports; KMAP_BUG_COUNT for none
 * @hold: the mapping that it is in, or NULL
 * @slot: if it is in a slot of this CPU, else NO_ROOM
 * @skip: it is in a slot of an interrupted operation: leave it alone
 */
struct place {
	enum kmap_bug bug;
	struct hold *hold;
	unsigned int slot;
	bool skip;
};
struct place model_place(uintptr_t address);

/* Between operations: the core's state, the PTEs, the TLB, and what every mapping shows. */
void model_check(void);

/* The same for the mappings of the current task alone. */
void model_verify(void);

#endif
