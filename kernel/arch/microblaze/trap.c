/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions, but for TLB misses of pages that are mapped.
 */
#include "fault.h"
#include "layout.h"
#include "machine.h"
#include "microblaze.h"
#include "print.h"
#include "xilinx_timer.h"

#define INSTRUCTION_BYTES 4u
/* A call leaves its own address in r15; the return goes behind its delay slot. */
#define RETURN_REGISTER 15
#define RETURN_BYTES 8u

/* What entry.S saves, lowest address first; r[0] and the registers for return are not used. */
struct trap_frame {
	uint32_t arguments[FRAME_REGISTERS / 4];
	uint32_t r[32];
	uint32_t entry, pc, status, address, cause;
};

_Static_assert(sizeof(struct trap_frame) <= FRAME_BYTES, "entry.S pushes another frame");

/* In entry.S: where machine_idle() waits. */
extern const uint8_t idle_begin[], idle_end[];

static void registers_print(const struct trap_frame *frame)
{
	print("cause %08x pc %08x status %08x address %08x\n", frame->cause, frame->pc,
	      frame->status, frame->address);
	for (unsigned int i = 1; i < 32; i++)
		print("r%u %08x%s", i,
		      i == 1 ? (uint32_t)(uintptr_t)frame + FRAME_BYTES : frame->r[i],
		      i % 5 == 0 || i == 31 ? "\n" : " ");
}

static enum fault_access access_of(uint32_t cause)
{
	if (cause & EXCEPTION_CODE)
		return FAULT_EXECUTION;
	return cause & EXCEPTION_STORE ? FAULT_WRITE : FAULT_READ;
}

/* The TLB has the page, and forbids the access; or there is no valid PTE to load. */
static void page_fault(struct trap_frame *frame)
{
	bool is_miss = (frame->cause & EXCEPTION_MASK) >= EXCEPTION_MISS;
	struct fault fault = { access_of(frame->cause), is_miss ? FAULT_ABSENT : FAULT_DENIED,
			       frame->address, frame->pc,
			       frame->r[RETURN_REGISTER] + RETURN_BYTES };

	if (!fault_expected(&fault)) {
		registers_print(frame);
		fault_report(&fault);
	}
	frame->pc = fault_expected(&fault);
}

static void exception(struct trap_frame *frame)
{
	uint32_t number = frame->cause & EXCEPTION_MASK;
	char text[32];

	if (number >= EXCEPTION_STORAGE) {
		page_fault(frame);
		return;
	}
	registers_print(frame);
	print_to(text, sizeof(text), "exception %u", number);
	/* Those are told of behind the instruction. */
	exception_report(number == EXCEPTION_ILLEGAL ? "invalid opcode" : text, NULL,
			 frame->pc - INSTRUCTION_BYTES);
}

/* An interrupt that came while machine_idle() was about to wait must not be waited for. */
static void idle_leave(struct trap_frame *frame)
{
	if (frame->pc - (uint32_t)(uintptr_t)idle_begin < (uint32_t)(idle_end - idle_begin))
		frame->pc = (uint32_t)(uintptr_t)idle_end;
}

void trap_dispatch(struct trap_frame *frame)
{
	switch (frame->entry) {
	case ENTRY_INTERRUPT:
		/* They were on, or it would not have come. */
		frame->status |= STATUS_INTERRUPTS;
		idle_leave(frame);
		timer_interrupt();
		break;
	case ENTRY_TEST:
		frame->pc += INSTRUCTION_BYTES;
		interrupt_test();
		break;
	case ENTRY_BREAK:
		frame->pc += INSTRUCTION_BYTES;
		if (!interrupt_nmi())
			panic("unexpected break");
		break;
	default:
		exception(frame);
	}
}
