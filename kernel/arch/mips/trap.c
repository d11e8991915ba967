/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions, but for those that only load the TLB.
 */
#include "count_timer.h"
#include "mips_cp0.h"
#include "fault.h"
#include "layout.h"
#include "machine.h"
#include "mips.h"
#include "print.h"
#include "refill_walk.h"

/* What entry.S pushed, lowest address first. */
struct trap_frame {
	uint32_t arguments[FRAME_REGISTERS / 4];
	uint32_t r[32];
	uint32_t lo, hi, status, cause, epc, bad_address;
};

_Static_assert(sizeof(struct trap_frame) == FRAME_BYTES, "entry.S pushes another frame");
_Static_assert(FRAME_BYTES % 8 == 0, "functions find a stack that is aligned to 8 bytes");

/* In entry.S: where machine_idle() waits. */
extern const uint8_t idle_begin[], idle_end[];

static uint32_t exception_code(const struct trap_frame *frame)
{
	return frame->cause >> 2 & 0x1f;
}

static void registers_print(const struct trap_frame *frame)
{
	print("cause %08x epc %08x status %08x bad address %08x\n", frame->cause, frame->epc,
	      frame->status, frame->bad_address);
	/* The stack pointer, and what has no copy: registers 26, 27 and 0. */
	for (unsigned int i = 1; i < 32; i++)
		print("r%u %08x%s", i,
		      i == 29 ? (uint32_t)frame + FRAME_BYTES
			      : frame->r[i & (i >> 1 == 13 ? 0 : 31)],
		      i % 5 == 0 || i == 31 ? "\n" : " ");
}

/* What went wrong with an access; it is not a matter of the address itself. */
static struct fault fault_of(const struct trap_frame *frame)
{
	uint32_t code = exception_code(frame);
	bool is_fetch = code == EXCEPTION_LOAD && frame->bad_address == frame->epc;

	return (struct fault){ is_fetch			? FAULT_EXECUTION
			       : code == EXCEPTION_LOAD ? FAULT_READ
							: FAULT_WRITE,
			       code == EXCEPTION_MODIFIED ? FAULT_DENIED : FAULT_ABSENT,
			       frame->bad_address, frame->epc, frame->r[31] };
}

/* The tables, too, say that the page is not mapped so. */
static void fault_handle(struct trap_frame *frame)
{
	struct fault fault = fault_of(frame);

	if (!fault_expected(&fault)) {
		registers_print(frame);
		fault_report(&fault);
	}
	frame->epc = fault_expected(&fault);
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	char text[32];

	registers_print(frame);
	print_to(text, sizeof(text), "exception %u", exception_code(frame));
	exception_report(exception_code(frame) == EXCEPTION_INVALID ? "invalid opcode"
			 : exception_code(frame) == EXCEPTION_TRAP  ? "division by zero"
								    : text,
			 NULL, frame->epc);
}

/* An interrupt that came while machine_idle() was about to wait must not be waited for. */
static void idle_leave(struct trap_frame *frame)
{
	if (frame->epc - (uint32_t)idle_begin < (uint32_t)(idle_end - idle_begin))
		frame->epc = (uint32_t)idle_end;
}

/* One at a time: what is pending still comes again after the return. */
static void interrupt(struct trap_frame *frame)
{
	idle_leave(frame);
	if (frame->cause & PENDING_CPU) {
		ipi_clear();
		walk_answer();
		interrupt_flush();
	} else if (frame->cause & PENDING_TIMER) {
		timer_stop();
		interrupt_timer();
	}
}

void trap_dispatch(struct trap_frame *frame)
{
	switch (exception_code(frame)) {
	case 0:
		interrupt(frame);
		break;
	case EXCEPTION_MODIFIED:
	case EXCEPTION_LOAD:
	case EXCEPTION_STORE:
		fault_handle(frame);
		break;
	case EXCEPTION_CALL:
		interrupt_test();
		frame->epc += 4;
		break;
	case EXCEPTION_BREAK:
		if (!interrupt_nmi())
			exception(frame);
		frame->epc += 4;
		break;
	default:
		exception(frame);
	}
}
