/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Flows of control with stacks of their own, in one host thread.
 */
#ifndef SIM_FIBRE_H
#define SIM_FIBRE_H

#include <setjmp.h>
#include <stddef.h>

#define SIM_STACK_BYTES (32 * 1024)
/* More than the frame of sim_fibre_swap(), and what it calls, has below its own address. */
#define SIM_BELOW_FRAME 256

/**
 * struct sim_fibre - a flow of control
 * @context: where it goes on
 * @stack:   its stack, of SIM_STACK_BYTES; NULL for the host's own
 * @low:     no byte of the stack below is of use while it stands
 */
struct sim_fibre {
	jmp_buf context;
	char *stack;
	char *low;
};

/*
 * Make a fibre that calls @entry when it runs first; @entry does not return.
 * The stack that @fibre has from an earlier time is used again.
 */
void sim_fibre_make(struct sim_fibre *fibre, void (*entry)(void));

/* The host's own flow of control: the one that runs as long as nobody swaps. */
extern struct sim_fibre sim_fibre_host;

/* Who runs. */
struct sim_fibre *sim_fibre_running(void);

/* Let @to run. Who ran goes on when somebody swaps to it. */
void sim_fibre_swap(struct sim_fibre *to);

#endif
