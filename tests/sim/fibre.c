/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Fibres. They are created with makecontext(); the switches use setjmp() and longjmp(),
 * which need no system call.
 */
#include "fibre.h"

#include <stdlib.h>
#include <ucontext.h>

struct sim_fibre sim_fibre_host;

static struct sim_fibre *running = &sim_fibre_host;
static struct sim_fibre *starting;
static void (*starting_entry)(void);
static ucontext_t maker;

/* Wait at the start until the fibre is swapped to. */
static void begin(void)
{
	struct sim_fibre *self = starting;
	void (*entry)(void) = starting_entry;

	self->low = (char *)__builtin_frame_address(0) - SIM_BELOW_FRAME;
	if (!_setjmp(self->context))
		setcontext(&maker);
	entry();
	abort();
}

void sim_fibre_make(struct sim_fibre *fibre, void (*entry)(void))
{
	ucontext_t made;

	if (!fibre->stack)
		fibre->stack = aligned_alloc(64, SIM_STACK_BYTES);
	if (!fibre->stack || getcontext(&made))
		abort();
	made.uc_stack.ss_sp = fibre->stack;
	made.uc_stack.ss_size = SIM_STACK_BYTES;
	made.uc_link = NULL;
	makecontext(&made, begin, 0);
	starting = fibre;
	starting_entry = entry;
	if (swapcontext(&maker, &made))
		abort();
}

struct sim_fibre *sim_fibre_running(void)
{
	return running;
}

__attribute__((noinline)) void sim_fibre_swap(struct sim_fibre *to)
{
	struct sim_fibre *from = running;

	from->low = (char *)__builtin_frame_address(0) - SIM_BELOW_FRAME;
	running = to;
	if (!_setjmp(from->context))
		_longjmp(to->context, 1);
}
