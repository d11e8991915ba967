/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Fibres: control flows with their own stacks in one host thread.
 */
#ifndef SIM_FIBRE_H
#define SIM_FIBRE_H

#include <setjmp.h>
#include <stddef.h>

#define SIM_STACK_BYTES (32 * 1024)
/* More than sim_fibre_swap() and its callees use below its frame address. */
#define SIM_BELOW_FRAME 256

/**
 * struct sim_fibre - a fibre
 * @context: where it continues
 * @stack:   its stack, of SIM_STACK_BYTES; NULL for the host's own
 * @low:     while it does not run, the stack below this address is unused
 */
struct sim_fibre {
	jmp_buf context;
	char *stack;
	char *low;
};

/*
 * Make a fibre that calls @entry when it first runs; @entry does not return. A stack that
 * @fibre already has is reused.
 */
void sim_fibre_make(struct sim_fibre *fibre, void (*entry)(void));

/* The host's own control flow, which runs first. */
extern struct sim_fibre sim_fibre_host;

/* The running fibre. */
struct sim_fibre *sim_fibre_running(void);

/* Switch to @to. Returns when the calling fibre is swapped to again. */
void sim_fibre_swap(struct sim_fibre *to);

#endif
