/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks whose context is all on the stack: the types that arch.h gives for them. See context.c.
 */
#ifndef DRIVERS_CONTEXT_H
#define DRIVERS_CONTEXT_H

#include <stdint.h>

#include "layout.h"

/* Bytes of a task's stack, the task itself included; a power of two. */
#define TASK_STACK_SIZE ((uintptr_t)STACK_SIZE)

/* The machine's part of a task. */
struct arch_task {
	int unused;
};

/* Saved context of a task: the stack pointer. The registers are on the stack. */
struct context {
	uintptr_t sp;
};

#endif
