/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What an interrupt or exception leaves on the stack.
 */
#ifndef I386_TRAP_FRAME_H
#define I386_TRAP_FRAME_H

#include "print.h"

/* What the processor and entry.S pushed, lowest address first. */
struct trap_frame {
	uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
	uint32_t vector;
	uint32_t error;
	uintptr_t ip;
	uint32_t cs, eflags;
};

/* The stack pointer at the trap. It is not pushed: it is the address just above the frame. */
static inline uintptr_t trap_stack(const struct trap_frame *frame)
{
	return (uintptr_t)(frame + 1);
}

static inline void trap_print(const struct trap_frame *frame, uintptr_t cr2)
{
	print("vector %u error %x eip %08x eflags %08x cr2 %08x\n"
	      "eax %08x ebx %08x ecx %08x edx %08x\n"
	      "esi %08x edi %08x ebp %08x esp %08x\n",
	      frame->vector, frame->error, frame->ip, frame->eflags, cr2, frame->eax, frame->ebx,
	      frame->ecx, frame->edx, frame->esi, frame->edi, frame->ebp, trap_stack(frame));
}

#endif
