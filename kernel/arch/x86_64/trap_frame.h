/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What an interrupt or exception leaves on the stack.
 */
#ifndef X86_64_TRAP_FRAME_H
#define X86_64_TRAP_FRAME_H

#include "print.h"

/* What the processor and entry.S pushed, lowest address first. */
struct trap_frame {
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8;
	uint64_t rdi, rsi, rbp, rbx, rdx, rcx, rax;
	uint32_t vector, vector_high;
	uint32_t error, error_high;
	uintptr_t ip;
	uint64_t cs, rflags, rsp, ss;
};

/* The stack pointer at the trap. */
static inline uintptr_t trap_stack(const struct trap_frame *frame)
{
	return frame->rsp;
}

static inline void trap_print(const struct trap_frame *frame, uintptr_t cr2)
{
	print("vector %u error %x rip %016lx rflags %016lx cr2 %016lx\n"
	      "rax %016lx rbx %016lx rcx %016lx rdx %016lx\n"
	      "rsi %016lx rdi %016lx rbp %016lx rsp %016lx\n"
	      "r8  %016lx r9  %016lx r10 %016lx r11 %016lx\n"
	      "r12 %016lx r13 %016lx r14 %016lx r15 %016lx\n",
	      frame->vector, frame->error, frame->ip, frame->rflags, cr2, frame->rax, frame->rbx,
	      frame->rcx, frame->rdx, frame->rsi, frame->rdi, frame->rbp, frame->rsp, frame->r8,
	      frame->r9, frame->r10, frame->r11, frame->r12, frame->r13, frame->r14, frame->r15);
}

#endif
