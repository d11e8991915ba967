/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Contexts of tasks that are all on the stack. The machine says in layout.h how many words
 * machine_context_switch() takes from it, and which of them is the address where it goes on.
 */
#include "layout.h"
#include "machine.h"
#include "task.h"

void machine_context_init(struct context *context, void *stack, size_t size, void (*entry)(void))
{
	uintptr_t *words = (uintptr_t *)((uintptr_t)stack + size) - SWITCH_WORDS;

	for (unsigned int i = 0; i < SWITCH_WORDS; i++)
		words[i] = 0;
	words[SWITCH_ENTRY] = (uintptr_t)entry;
	context->sp = (uintptr_t)words;
}
