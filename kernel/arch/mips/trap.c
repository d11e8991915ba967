/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions, but for those that only load the TLB.
 */
#include "cp0.h"
#include "layout.h"
#include "machine.h"
#include "mips.h"
#include "print.h"

/* What entry.S pushed, lowest address first. */
struct trap_frame {
	uint32_t arguments[FRAME_REGISTERS / 4];
	uint32_t r[32];
	uint32_t lo, hi, status, cause, epc, bad_address;
};

_Static_assert(sizeof(struct trap_frame) <= FRAME_BYTES, "entry.S pushes another frame");

#define CAUSE_DELAY_SLOT 0x80000000u

/* In entry.S: where machine_idle() waits, and the load of machine_try_read(). */
extern const uint8_t idle_begin[], idle_end[], try_read_load[], try_read_refused[];

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
		      i == 29 ? (uint32_t)frame + FRAME_BYTES : frame->r[i & (i >> 1 == 13 ? 0 : 31)],
		      i % 5 == 0 || i == 31 ? "\n" : " ");
}

static _Noreturn void fault(const struct trap_frame *frame, const char *access, const char *cause)
{
	char text[96];

	print_to(text, sizeof(text), "page fault, %s %s, address 0x%x", access, cause,
		 frame->bad_address);
	exception_report(text, (void *)frame->bad_address, frame->epc);
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	char text[32];

	registers_print(frame);
	switch (exception_code(frame)) {
	case EXCEPTION_MODIFIED:
		fault(frame, "write", "not allowed");
	case EXCEPTION_LOAD:
		fault(frame, frame->bad_address == frame->epc ? "execution" : "read",
		      "of an absent page");
	case EXCEPTION_STORE:
		fault(frame, "write", "of an absent page");
	case EXCEPTION_INVALID:
		exception_report("invalid opcode", NULL, frame->epc);
	case EXCEPTION_TRAP:
		exception_report("division by zero", NULL, frame->epc);
	}
	print_to(text, sizeof(text), "exception %u", exception_code(frame));
	exception_report(text, NULL, frame->epc);
}

/* The pair is in the TLB by now, or not valid in the tables. */
static bool is_expected(const struct trap_frame *frame)
{
	return exception_code(frame) == EXCEPTION_LOAD && frame->epc == (uint32_t)try_read_load &&
	       frame->bad_address == frame->r[4];
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
		return;
	case EXCEPTION_CALL:
		interrupt_test();
		break;
	case EXCEPTION_BREAK:
		if (!interrupt_nmi())
			exception(frame);
		break;
	default:
		if (!is_expected(frame))
			exception(frame);
		frame->epc = (uint32_t)try_read_refused;
		return;
	}
	frame->epc += 4;
}
