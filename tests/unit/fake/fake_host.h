/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks, CPUs, and a scheduler that is controlled by the tests.
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
/* The second CPU that runs a task: the last one; CPU 0 if it is the only one. */
#define FAKE_OTHER_CPU (KMAP_CPUS_MAX - 1)

/* The window of a task, where KMAP_WINDOW is task: not its number, and not that of its CPU. */
#define FAKE_WINDOW_OF(task) ((task) + 1)
/* How many windows are in use: see fake_window_nr(). */
#define FAKE_WINDOWS ((unsigned int)(KMAP_WINDOW_TASK ? FAKE_TASKS : KMAP_CPUS_MAX))

/**
 * struct fake_task - a task
 * @kmap:      its mappings
 * @window:    its window; only where KMAP_WINDOW is task
 * @pins, @preempt, @pagefault: disable counters
 * @number:    its index in fake_tasks
 * @cpu:       the CPU where it runs, or ran last
 */
struct fake_task {
	struct kmap_ctrl kmap;
	struct kmap_window window;
	unsigned int pins;
	unsigned int preempt;
	unsigned int pagefault;
	unsigned int number;
	unsigned int cpu;
};

/**
 * struct fake_cpu - a CPU
 * @window:    its window, unless KMAP_WINDOW is task
 * @current:   the task it runs, NULL if it is offline
 * @irq_depth: interrupt handlers nested on it
 * @nmi:       it is in an NMI handler
 * @switching: it is in a task switch
 * @in_half:   it is in one of kmap's halves of a switch
 * @irqs_off:  no interrupt may come
 */
struct fake_cpu {
	struct kmap_window window;
	struct fake_task *current;
	unsigned int irq_depth;
	bool nmi;
	bool switching;
	bool in_half;
	bool irqs_off;
};

/* When, in a task switch, the current task changes. */
enum fake_switch_order {
	FAKE_CURRENT_BETWEEN, /* between the two halves; interrupts may come at any step */
	FAKE_CURRENT_FIRST, /* before both, as in a lazy switch; interrupts off */
	FAKE_CURRENT_LAST, /* after both; interrupts off */
	FAKE_ORDERS
};

extern struct fake_task fake_tasks[FAKE_TASKS];
extern struct fake_cpu fake_cpus[KMAP_CPUS_MAX];
extern enum fake_switch_order fake_order;
/* The reports, oldest first. */
extern struct kmap_report fake_reports[FAKE_REPORTS];
extern unsigned int fake_report_count;
/* The mask of the last report's task, and the current task's pins, at the time of the report. */
extern uint32_t fake_used_at_report;
extern unsigned int fake_pins_at_report;

/* The clock; only tests advance it. */
extern uint64_t fake_now;

/*
 * The window where CPU @cpu maps: in fake_cpus, or that of the executing CPU at the common
 * address, or that of the task which runs there.
 */
struct kmap_window *fake_window(unsigned int cpu);
/* Its number, for the executing CPU. */
unsigned int fake_window_number(void);
/* Whether it may show a page in a slot: where KMAP_WINDOW is task, the slot must be touched before. */
bool fake_window_touched(unsigned int slot);
/* Any window, by a number below FAKE_WINDOWS: that of the CPU, or of the task. */
struct kmap_window *fake_window_nr(unsigned int nr);
/* Whether a task is, or was last, on its CPU: then that CPU knows what its window shows. */
bool fake_has_arrived(const struct fake_task *task);
/* The window of the task that @ctrl is the state of. */
struct kmap_window *fake_ctrl_window(const struct kmap_ctrl *ctrl);

/* The executing CPU, and the task that runs on it. */
struct fake_cpu *fake_this_cpu(void);
struct fake_task *fake_current(void);

/* Change a counter of the current task, with a step before, and after if it goes down. */
void fake_count_up(unsigned int *counter, const char *what);
void fake_count_down(unsigned int *counter, const char *what);

/* Reset machine and host to the state after boot, and place the tasks. */
void fake_host_reset(void);

/*
 * Put task 0 on CPU 0, and task 1 on FAKE_OTHER_CPU if that is another CPU; the others do
 * not run. No task may hold a mapping.
 */
void fake_host_place(void);

/* Whether the current task may be preempted here. */
bool fake_preemptible(void);

/* Switch the executing CPU to @next, which must not run elsewhere, or be pinned elsewhere. */
void fake_switch(struct fake_task *next);

/* Continue execution on CPU @cpu, in the task that runs there. */
void fake_execute_on(unsigned int cpu);

#endif
