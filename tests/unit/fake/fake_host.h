/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks, CPUs and a scheduler without a will of its own: tests say who runs.
 */
#ifndef FAKE_HOST_H
#define FAKE_HOST_H

#include <stdbool.h>

#include <kmap/report.h>
#include <kmap/types.h>

#include "fake_machine.h"
#include "fake_step.h"

#define FAKE_TASKS 4
#define FAKE_REPORTS 8
/* The CPU that runs a task beside CPU 0: the last one. The same when there is only one. */
#define FAKE_OTHER_CPU (KMAP_CPUS_MAX - 1)

/**
 * struct fake_task - a task
 * @kmap:      its mappings
 * @pins, @preempt, @pagefault: counters of what is disabled
 * @number:    its index in fake_tasks
 * @cpu:       where it runs, or ran last
 */
struct fake_task {
	struct kmap_ctrl kmap;
	unsigned int pins;
	unsigned int preempt;
	unsigned int pagefault;
	unsigned int number;
	unsigned int cpu;
};

/**
 * struct fake_cpu - a CPU
 * @kmap:      its window
 * @current:   the task it runs, NULL when it is off
 * @irq_depth: interrupt handlers nested on it
 * @nmi:       it handles a non-maskable interrupt
 * @switching: it is in the middle of a task switch
 * @in_half:   and in one of kmap's halves of it
 */
struct fake_cpu {
	struct kmap_cpu kmap;
	struct fake_task *current;
	unsigned int irq_depth;
	bool nmi;
	bool switching;
	bool in_half;
};

/* When, in a task switch, the current task changes. */
enum fake_switch_order {
	FAKE_CURRENT_BETWEEN, /* between the two halves: interrupts may come at any step */
	FAKE_CURRENT_FIRST, /* before both, as with a lazy switch; interrupts off */
	FAKE_CURRENT_LAST, /* after both; interrupts off */
	FAKE_ORDERS
};

extern struct fake_task fake_tasks[FAKE_TASKS];
extern struct fake_cpu fake_cpus[KMAP_CPUS_MAX];
extern enum fake_switch_order fake_order;
/* What was reported, oldest first. */
extern struct kmap_report fake_reports[FAKE_REPORTS];
extern unsigned int fake_report_count;
/* The mask of the task that the last report is about, and its pins, as they were when it came. */
extern uint32_t fake_used_at_report;
extern unsigned int fake_pins_at_report;

/* The clock; it stands unless a test moves it. */
extern uint64_t fake_now;

/* The executing CPU, and the task that runs on it. */
struct fake_cpu *fake_this_cpu(void);
struct fake_task *fake_current(void);

/* Change a counter of the current task, with a step before and, when going down, after. */
void fake_count_up(unsigned int *counter, const char *what);
void fake_count_down(unsigned int *counter, const char *what);

/* The machine and the host as after boot, tasks placed. */
void fake_host_reset(void);

/*
 * Task 0 runs on CPU 0, task 1 on FAKE_OTHER_CPU if that is another one, the
 * rest run nowhere. Nobody may hold anything.
 */
void fake_host_place(void);

/* Whether the scheduler may take the CPU from the current task here. */
bool fake_preemptible(void);

/* Switch the executing CPU to @next, which runs nowhere. A pinned task must be on its CPU. */
void fake_switch(struct fake_task *next);

/* Execute on CPU @cpu from now on, in the task that runs there. */
void fake_execute_on(unsigned int cpu);

#endif
