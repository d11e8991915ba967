/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Parameters of the simulated machine. Set before sim_start(), and constant while a
 * simulation runs.
 */
#ifndef SIM_PARAM_H
#define SIM_PARAM_H

#include <stdbool.h>
#include <stdint.h>

/* Whose windows there are, and at which addresses. No task is pinned but with the first kind. */
enum sim_windows {
	SIM_WINDOW_PER_CPU, /* of each CPU, at addresses of its own: who holds a mapping is pinned */
	SIM_WINDOW_PRIVATE, /* of each CPU, all at one address, through page tables of its own */
	SIM_WINDOW_TASK, /* of each task, at addresses of its own, in tables that all CPUs share */
};

/* When a TLB is filled from a valid PTE. It drops an entry only when it is invalidated. */
enum sim_fill {
	SIM_FILL_EAGER, /* as soon as the PTE is valid: the most stale TLB possible; all CPUs' where they share it */
	SIM_FILL_RANDOM, /* at any step, or when the page is accessed; likewise */
	SIM_FILL_ACCESS, /* when the page is accessed */
	SIM_FILL_SOFTWARE, /* on access, by a handler; entries may be dropped at any step */
	SIM_FILLS
};

/* When, in a task switch, the current task changes. */
enum sim_order {
	SIM_CURRENT_BETWEEN, /* between the two halves; interrupts may come at any step, but not while a task arrives */
	SIM_CURRENT_FIRST, /* before both, as in a lazy switch; interrupts off */
	SIM_CURRENT_LAST, /* after both; interrupts off */
	SIM_ORDERS
};

/**
 * struct sim_param - a machine
 * @cpus:      processors, at most KMAP_CPUS_MAX
 * @tasks:     tasks, at most SIM_TASKS
 * @irq_depth: interrupt handlers that may nest, at most SIM_IRQ_DEPTH
 * @words:     words of a PTE that are stored, 1 or 2
 * @none:      the low word of an empty PTE: 0, or SIM_PTE_ABSENT, with which a
 *             PTE of zero maps frame zero
 * @down:      the PTEs of a window are in memory from the last slot to the first
 * @set_maps:  setting a PTE maps and unmaps another page
 * @unplugs:   how often a CPU may go away
 * @windows:   where windows are the tasks': how many there are, without those of idle tasks;
 *             0: one for each task. A task that finds none begins when another one has ended
 * @window, @fill, @order: see above
 */
struct sim_param {
	unsigned int cpus;
	unsigned int tasks;
	unsigned int irq_depth;
	unsigned int words;
	uint32_t none;
	bool down;
	bool set_maps;
	unsigned int unplugs;
	unsigned int windows;
	enum sim_windows window;
	enum sim_fill fill;
	enum sim_order order;
};

extern struct sim_param sim_param;

/* Change what does not fit the kind of window that the core is compiled for. */
void sim_param_fit(struct sim_param *param);

/* Print all parameters in one line. */
void sim_param_print(const struct sim_param *param);

#endif
