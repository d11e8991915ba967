/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The state of a simulation, and its steps.
 *
 * One host thread simulates all CPUs. Each task is a fibre; that of the executing CPU's
 * current task runs. Every hook of the port, and every store of a word in one, calls
 * sim_step() first: there the driver (explore/ or swarm/) may take an interrupt, preempt
 * the task, or let another CPU execute. The checks of oracle.c run at every step.
 */
#ifndef SIM_H
#define SIM_H

#include <kmap/types.h>

#include "../cache/cache.h"
#include "fibre.h"
#include "param.h"

/* Maximum number of tasks, and of handlers nested over one. */
#ifndef SIM_TASKS
#define SIM_TASKS 6
#endif
#ifndef SIM_IRQ_DEPTH
#define SIM_IRQ_DEPTH 2
#endif

/* Windows, of CPUs or of tasks; in the latter case those of the idle tasks are the last ones. */
#define SIM_WINDOWS (KMAP_WINDOW_TASK ? KMAP_TASKS_MAX : KMAP_CPUS_MAX)
/* Windows that a TLB may have entries of: all that are in tables which CPUs share, or its own. */
#define SIM_TLB_WINDOWS (KMAP_WINDOW_TASK ? KMAP_TASKS_MAX : 1)

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

/*
 * An entry of a TLB, or with SIM_FILL_EAGER what it may be: @pte alone, or if @mixed is set
 * that or anything else that the PTE has been since the last invalidation.
 */
struct sim_entry {
	struct kmap_pte pte;
	bool valid;
	bool mixed;
};

/**
 * struct sim_window - a window, of a CPU or of a task
 * @kmap: the core's part
 * @pte:  its PTEs
 */
struct sim_window {
	struct kmap_window kmap;
	struct kmap_pte pte[KMAP_WINDOW_SLOTS];
};

/* Kinds of mappings: in the direct map, in slots, in the persistent window. */
enum sim_kind { SIM_DIRECT, SIM_SLOTS, SIM_PERSISTENT };

/**
 * struct sim_hold - a mapping that is held, as the oracle knows it
 * @address: what map returned
 * @frame:   the @pages frames, side by side
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
 * @history: digest of the current operation and of everything it has seen so
 *           far; represents its local variables
 * @invalidations: local invalidations of that operation so far
 * @setting: it maps while it sets a PTE, see sim_set_maps()
 * @local:   the operation is on task-local mappings: it must not flush other CPUs
 */
struct sim_context {
	struct sim_hold hold[KMAP_SLOTS];
	unsigned int holds;
	uint64_t history;
	unsigned int invalidations;
	bool local;
	bool setting;
};

/* A new task waits for a window, or has one and was not chosen yet. */
enum sim_state { SIM_READY, SIM_RUNNING, SIM_SLEEPING, SIM_DONE, SIM_NEW };

/* The CPU of a task that has never run. */
#define SIM_NOWHERE KMAP_CPUS_MAX
/* The window of a task that waits for one. */
#define SIM_NO_WINDOW SIM_WINDOWS

/**
 * struct sim_task - a task
 * @kmap:    its mappings; the first member
 * @window:  where windows are the tasks': the number of its own
 * @cpu:     the CPU where it runs, or ran last, or SIM_NOWHERE
 * @pins, @preempt, @pagefault: disable counters
 * @woken:   there was a wake-up since it prepared to wait
 * @waits:   it is between prepare and finish
 * @number:  its index in sim.task; the idle tasks come after the others
 * @left:    operations left to do
 * @operation: number of the current operation, for traces and events
 * @steps:   steps of that operation so far
 * @leaks:   it ends with mappings, which the core must report
 */
struct sim_task {
	struct kmap_ctrl kmap;
	struct sim_context context[1 + SIM_IRQ_DEPTH];
	struct sim_fibre fibre;
	enum sim_state state;
	unsigned int window;
	unsigned int cpu;
	unsigned int pins, preempt, pagefault;
	bool woken, waits;
	unsigned int number;
	unsigned int left;
	unsigned int operation;
	unsigned int steps;
	bool leaks;
};

/**
 * struct sim_cpu - a CPU
 * @current:   the task it runs
 * @leaving, @coming: the tasks of a switch in progress
 * @fibre:     the fibre to continue with when it executes again
 * @setting:   as in a context, for the switch
 * @history, @invalidations: as in a context, for the switch
 * @switching: in a switch
 * @arriving: the current task is one whose arrival in a switch has not ended; where windows
 *            are the tasks', interrupts are off then
 * @offline: it went away: it runs its idle task only, and has no interrupts
 * @must_switch: nothing but a switch may come next, see explore/
 * @tlb:       by window and slot
 */
struct sim_cpu {
	struct sim_task *current, *leaving, *coming;
	struct sim_fibre *fibre;
	uint64_t history;
	unsigned int invalidations;
	unsigned int number;
	unsigned int irq_depth;
	bool switching;
	bool arriving;
	bool offline;
	bool must_switch;
	bool setting;
	struct sim_entry tlb[SIM_TLB_WINDOWS][KMAP_WINDOW_SLOTS];
	struct sim_entry persistent_tlb[KMAP_PERSISTENT_PAGES];
};

/**
 * struct sim - the whole state of a simulation
 * @executing: number of the CPU that executes
 * @cache:     the data cache that all CPUs share, if there is one
 * @persistent_locked: the persistent window's lock
 * @irqs_left: interrupts that may still come
 * @unplugs_left: how often a CPU may still go away
 * @flushes:   invalidations on all CPUs
 */
struct sim {
	struct sim_cpu cpu[KMAP_CPUS_MAX];
	struct sim_window window[SIM_WINDOWS];
	struct sim_task task[SIM_TASKS + KMAP_CPUS_MAX];
	struct sim_page page[SIM_FRAMES];
	struct cache cache;
	struct kmap_pte persistent_pte[KMAP_PERSISTENT_PAGES];
	bool persistent_locked;
	unsigned int executing;
	unsigned int irqs_left;
	unsigned int unplugs_left;
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

/* The window in which code on a CPU maps: the CPU's, or that of its current task. */
static inline struct sim_window *sim_window_on(const struct sim_cpu *cpu)
{
	return &sim.window[KMAP_WINDOW_TASK ? cpu->current->window : cpu->number];
}

static inline struct sim_window *sim_this_window(void)
{
	return sim_window_on(sim_this_cpu());
}

/* What the core notes for arrivals, where windows are the tasks'. */
#if KMAP_WINDOW_TASK

static inline uint32_t sim_touched(const struct sim_window *window)
{
	return window->kmap.touched;
}

static inline unsigned int sim_arrived(const struct kmap_ctrl *ctrl)
{
	return ctrl->cpu;
}

#else

static inline uint32_t sim_touched(const struct sim_window *window)
{
	(void)window;
	return 0;
}

static inline unsigned int sim_arrived(const struct kmap_ctrl *ctrl)
{
	(void)ctrl;
	return 0;
}

#endif

/* The executing context: the current task, or the innermost handler over it. */
static inline struct sim_context *sim_this_context(void)
{
	return &sim_current()->context[sim_this_cpu()->irq_depth];
}

/* Whether the executing code is that of a switch, not of a handler over it. */
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

/* For histories: the executing code keeps this value in a variable. */
void sim_saw(uint64_t value);

/* A check failed: end the simulation. */
_Noreturn void sim_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What the driver provides. */
struct sim_driver {
	bool histories; /* keep sim_context.history and sim_cpu.history */
	void (*step)(void); /* called at each step */
	void (*program)(void); /* the code of each task */
	void (*interrupt)(unsigned int argument); /* the code of a handler */
	void (*rest)(void); /* called in the idle loop */
};
extern const struct sim_driver *sim_driver;

/* The PFN of a frame; sim_pfn_frame(): the frame of a PFN, SIM_FRAMES if there is none. */
unsigned long sim_frame_pfn(unsigned int frame);
unsigned int sim_pfn_frame(unsigned long pfn);

/* Other hooks of the port. */
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
