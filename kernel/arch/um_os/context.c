/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Contexts are ucontext_t, the same on all processors. One may be saved on one thread and
 * resumed on another where swapcontext() leaves the thread pointer alone, as on x86-64
 * and arm64.
 */
#include <ucontext.h>

#include "host.h"
#include "os.h"

/* @fiber: for host.h; NULL before the first use. */
struct os_context {
	ucontext_t host;
	void *fiber;
};

_Static_assert(sizeof(struct os_context) <= OS_CONTEXT_SIZE, "OS_CONTEXT_SIZE is too small");
_Static_assert(_Alignof(struct os_context) <= OS_CONTEXT_ALIGN, "OS_CONTEXT_ALIGN is too small");

void os_context_init(void *context, void *stack, size_t size, void (*entry)(void))
{
	ucontext_t *target = &((struct os_context *)context)->host;

	fiber_make(&((struct os_context *)context)->fiber);
	/* Also saves this thread's signal mask, which is the same for all running CPUs. */
	if (getcontext(target))
		os_die("getcontext");
	target->uc_stack.ss_sp = stack;
	target->uc_stack.ss_size = size;
	target->uc_link = NULL;
	makecontext(target, entry, 0);
}

void os_context_switch(void *from, void *to)
{
	struct os_context *left = from, *next = to;

	fiber_switch(&left->fiber, next->fiber);
	if (swapcontext(&left->host, &next->host))
		os_die("swapcontext");
}
