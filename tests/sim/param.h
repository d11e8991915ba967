/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Parameters of the simulated machine. Set before sim_start(), and constant while a
 * simulation runs.
 */
#ifndef SIM_PARAM_H
#define SIM_PARAM_H

#include <stdbool.h>
#include <stdint.h>

/* Whether each CPU has addresses of its own for its window. */
enum sim_window {
	SIM_WINDOW_PER_CPU, /* yes: a task that holds a mapping is pinned */
	SIM_WINDOW_PRIVATE, /* no: one address, page tables for each CPU, no task is pinned */
	SIM_WINDOWS
};

/* When a TLB is filled from a valid PTE. It drops an entry only when it is invalidated. */
enum sim_fill {
	SIM_FILL_EAGER, /* as soon as the PTE is valid: the most stale TLB possible */
	SIM_FILL_RANDOM, /* at any step, or when the page is accessed */
	SIM_FILL_ACCESS, /* when the page is accessed */
	SIM_FILL_SOFTWARE, /* on access, by a handler; entries may be dropped at any step */
	SIM_FILLS
};

/* When, in a task switch, the current task changes. */
enum sim_order {
	SIM_CURRENT_BETWEEN, /* between the two halves; interrupts may come at any step */
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
	enum sim_window window;
	enum sim_fill fill;
	enum sim_order order;
};

extern struct sim_param sim_param;

/* Print all parameters in one line. */
void sim_param_print(const struct sim_param *param);

#endif
