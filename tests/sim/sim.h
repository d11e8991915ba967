/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The state of a simulation, and the steps of which it is made.
 *
 * One host thread plays all CPUs. Each task is a fibre; the one of the
 * executing CPU's current task runs. Every hook of the port, and every store of
 * a word in one, calls sim_step() first: there the driver (explore/ or
 * swarm/) may take an interrupt, preempt, or let another CPU execute. What a
 * task then does is seen by the checks of oracle.c, which run at every step.
 */
#ifndef SIM_H
#define SIM_H

#include <kmap/types.h>

#include "fibre.h"
#include "param.h"

/* Tasks, and handlers nested over one: what there is room for. */
#ifndef SIM_TASKS
#define SIM_TASKS 6
#endif
#ifndef SIM_IRQ_DEPTH
#define SIM_IRQ_DEPTH 2
#endif

/* Each task has frames of its own, and so have the handlers of each CPU. */
#define SIM_OWNERS (SIM_TASKS + KMAP_CPUS_MAX * SIM_IRQ_DEPTH)
#define SIM_OWNER_FRAMES 8
#define SIM_LOW_FRAMES SIM_OWNERS
#define SIM_FRAMES (SIM_LOW_FRAMES + SIM_OWNERS * SIM_OWNER_FRAMES)

#define SIM_WINDOW_BASE ((uintptr_t)0x700000000000)
#define SIM_PERSISTENT_BASE ((uintptr_t)0x710000000000)
#define SIM_IO_BASE ((uintptr_t)0x720000000000)
#define SIM_DIRECT_BASE ((uintptr_t)0x600000000000)

/**
 * struct sim_page - a frame
 * @kmap_word: the word that the persistent window keeps in a page's structure
 * @content:   what is in memory
 * @expected:  what was last written, as the oracle knows it
 */
struct sim_page {
	uint32_t kmap_word;
	uint32_t kmap_holders;
	uint32_t content;
	uint32_t expected;
};

/* An entry of a TLB. */
struct sim_entry {
	struct kmap_pte pte;
	bool valid;
};

/* What a virtually indexed cache holds of a page; @frame is whose content it is. */
struct sim_line {
	uint32_t content;
	unsigned int frame;
	bool valid;
};

/* What a mapping is made of. */
enum sim_kind { SIM_DIRECT, SIM_SLOTS, SIM_PERSISTENT };

/**
 * struct sim_hold - a mapping that is held, as the oracle knows it
 * @address: what map returned
 * @frame:   the frames, @pages of them side by side
 * @prot:    attributes
 * @atomic:  made by kmap_atomic()
 * @persistent: made by kmap()
 */
struct sim_hold {
	char *address;
	unsigned int pages;
	unsigned int frame[KMAP_SLOTS];
	kmap_prot_t prot;
	enum sim_kind kind;
	bool atomic;
	bool persistent;
};

/**
 * struct sim_context - a task, or a handler nested over it
 * @hold:    mappings, oldest first
 * @history: digest of the operation under way and of all that it has seen so
 *           far: it stands for its local variables
 * @invalidations: local invalidations of that operation so far
 * @setting: it maps while it sets a PTE, see sim_set_maps()
 * @local:   the operation is on task-local mappings: no CPU may disturb another
 */
struct sim_context {
	struct sim_hold hold[KMAP_SLOTS];
	unsigned int holds;
	uint64_t history;
	unsigned int invalidations;
	bool local;
	bool setting;
};

enum sim_state { SIM_READY, SIM_RUNNING, SIM_SLEEPING, SIM_DONE };

/**
 * struct sim_task - a task
 * @cpu:     where it runs, or ran last
 * @pins, @preempt, @pagefault: counters of what is disabled
 * @woken:   there was a wake-up since it prepared to wait
 * @waits:   it is between prepare and finish
 * @number:  its index in sim.task; the idle tasks come after the others
 * @left:    operations that it may still do
 * @operation: number of the operation under way, for traces and events
 * @steps:   steps of that operation so far
 */
struct sim_task {
	struct kmap_ctrl kmap;
	struct sim_context context[1 + SIM_IRQ_DEPTH];
	struct sim_fibre fibre;
	enum sim_state state;
	unsigned int cpu;
	unsigned int pins, preempt, pagefault;
	bool woken, waits;
	unsigned int number;
	unsigned int left;
	unsigned int operation;
	unsigned int steps;
};

/**
 * struct sim_cpu - a CPU
 * @current:   the task it runs
 * @leaving, @coming: the tasks of a switch that is under way
 * @fibre:     what it goes on with when it executes again
 * @setting:   as of a context, for the switch
 * @history, @invalidations: as of a context, for the switch
 * @switching: in a switch
 * @must_switch: nothing but a switch may come next, see explore/
 * @pte:       PTEs of its window, by slot
 */
struct sim_cpu {
	struct kmap_cpu kmap;
	struct sim_task *current, *leaving, *coming;
	struct sim_fibre *fibre;
	uint64_t history;
	unsigned int invalidations;
	unsigned int number;
	unsigned int irq_depth;
	bool switching;
	bool must_switch;
	bool setting;
	struct kmap_pte pte[KMAP_WINDOW_SLOTS];
	struct sim_entry tlb[KMAP_WINDOW_SLOTS];
	struct sim_line line[KMAP_WINDOW_SLOTS];
	struct sim_entry persistent_tlb[KMAP_PERSISTENT_PAGES];
};

/**
 * struct sim - everything that changes
 * @executing: number of the CPU that executes
 * @alias:     content by colour of the address and frame, where there are colours
 * @persistent_locked: the persistent window's lock
 * @irqs_left: interrupts that may still come
 * @flushes:   invalidations on all CPUs
 */
struct sim {
	struct sim_cpu cpu[KMAP_CPUS_MAX];
	struct sim_task task[SIM_TASKS + KMAP_CPUS_MAX];
	struct sim_page page[SIM_FRAMES];
	struct sim_line alias[SIM_COLOURS][SIM_FRAMES];
	struct kmap_pte persistent_pte[KMAP_PERSISTENT_PAGES];
	bool persistent_locked;
	unsigned int executing;
	unsigned int irqs_left;
	unsigned long steps;
	unsigned long operations;
	unsigned long flushes;
};

extern struct sim sim;

static inline struct sim_cpu *sim_this_cpu(void)
{
	return &sim.cpu[sim.executing];
}

static inline struct sim_task *sim_current(void)
{
	return sim_this_cpu()->current;
}

/* The context that executes: the current task, or the handler nested deepest over it. */
static inline struct sim_context *sim_this_context(void)
{
	return &sim_current()->context[sim_this_cpu()->irq_depth];
}

/* Whether the code that executes is that of a switch, and no handler over it. */
static inline bool sim_in_switch(void)
{
	return sim_this_cpu()->switching && !sim_this_cpu()->irq_depth;
}

static inline bool sim_is_idle(const struct sim_task *task)
{
	return task->number >= SIM_TASKS;
}

/* A step; @what names it in traces. */
void sim_step(const char *what);

/* The code that executes keeps this in a variable; for histories. */
void sim_saw(uint64_t value);

/* The simulation found a fault: it ends here. */
_Noreturn void sim_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What the driver supplies. */
struct sim_driver {
	bool histories; /* keep sim_context.history and sim_cpu.history */
	void (*step)(void); /* what happens there */
	void (*program)(void); /* of each task */
	void (*interrupt)(unsigned int argument); /* what a handler does */
	void (*rest)(void); /* of an idle CPU, again and again */
};
extern const struct sim_driver *sim_driver;

/* Frames and their numbers; SIM_FRAMES for a number that no frame has. */
unsigned long sim_frame_pfn(unsigned int frame);
unsigned int sim_pfn_frame(unsigned long pfn);

/* Hooks of the port that belong to no other part. */
struct kmap_pte *sim_window_pte(uintptr_t address);
void sim_pin(void);
void sim_unpin(void);
void sim_preempt_disable(void);
void sim_preempt_enable(void);
void sim_persistent_lock(void);
void sim_persistent_unlock(void);
void sim_flush_all(uintptr_t start, uintptr_t end);
void sim_wait_prepare(void);
bool sim_wait_sleep(bool interruptible);
void sim_wait_finish(void);
void sim_wake_all(void);

#endif
