/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Contexts of tasks.
 */
#include "machine_private.h"

_Static_assert(sizeof(struct context) >= OS_CONTEXT_SIZE, "struct context: see arch.h");
_Static_assert(_Alignof(struct context) >= OS_CONTEXT_ALIGN, "struct context: see arch.h");

/* The task is at the bottom of @stack, and the stack grows down from the other end. */
void machine_context_init(struct context *context, void *stack, size_t size, void (*entry)(void))
{
	unsigned long flags = irq_save();

	os_context_init(context, stack, size, entry);
	irq_restore(flags);
}

/*
 * Both tasks point to this CPU, so a signal marks its interrupt pending on the right CPU,
 * whichever of the two stacks it finds.
 */
void machine_context_switch(struct context *from, struct context *to, struct task *next)
{
	next->arch.cpu = this_arch_cpu();
	os_context_switch(from, to);
}
