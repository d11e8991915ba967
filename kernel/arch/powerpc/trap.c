/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions, but for those that only load the TLB.
 */
#include "fault.h"
#include "layout.h"
#include "machine.h"
#include "mpic.h"
#include "powerpc.h"
#include "print.h"

/* What entry.S pushed, lowest address first. */
struct trap_frame {
	uint32_t link[FRAME_REGISTERS / 4];
	uint32_t r[32];
	uint32_t lr, ctr, xer, cr, srr0, srr1, esr, dear, vector;
};

_Static_assert(sizeof(struct trap_frame) <= FRAME_SCRATCH, "entry.S pushes another frame");

/* ESR (E500CORERM, 2.7.1.5): a store; a trap instruction; an instruction that does not exist. */
#define ESR_STORE 0x00800000u
#define ESR_TRAP 0x02000000u
#define ESR_ILLEGAL 0x08000000u

#define INSTRUCTION_BYTES 4u

/* In entry.S: where machine_idle() waits. */
extern const uint8_t idle_begin[], idle_end[];

static void registers_print(const struct trap_frame *frame)
{
	print("interrupt %u srr0 %08x srr1 %08x esr %08x dear %08x\n", frame->vector, frame->srr0,
	      frame->srr1, frame->esr, frame->dear);
	print("lr %08x ctr %08x xer %08x cr %08x\n", frame->lr, frame->ctr, frame->xer, frame->cr);
	for (unsigned int i = 0; i < 32; i++)
		print("r%u %08x%s", i, frame->r[i], i % 4 == 3 ? "\n" : " ");
}

static struct fault fault_of(const struct trap_frame *frame)
{
	bool is_fetch =
		frame->vector == VECTOR_INSTRUCTION || frame->vector == VECTOR_INSTRUCTION_MISS;
	bool is_miss =
		frame->vector == VECTOR_DATA_MISS || frame->vector == VECTOR_INSTRUCTION_MISS;

	return (struct fault){ is_fetch			? FAULT_EXECUTION
			       : frame->esr & ESR_STORE ? FAULT_WRITE
							: FAULT_READ,
			       is_miss ? FAULT_ABSENT : FAULT_DENIED,
			       is_fetch ? frame->srr0 : frame->dear, frame->srr0, frame->lr };
}

static void fault_handle(struct trap_frame *frame)
{
	struct fault fault = fault_of(frame);

	if (!fault_expected(&fault)) {
		registers_print(frame);
		fault_report(&fault);
	}
	frame->srr0 = fault_expected(&fault);
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	char text[32];

	registers_print(frame);
	print_to(text, sizeof(text), "exception %u", frame->vector);
	exception_report(frame->vector == VECTOR_PROGRAM && frame->esr & ESR_ILLEGAL
				 ? "illegal instruction"
				 : text,
			 NULL, frame->srr0);
}

/* A trap instruction is what stands for an NMI. */
static void program(struct trap_frame *frame)
{
	if (!(frame->esr & ESR_TRAP) || !interrupt_nmi())
		exception(frame);
	frame->srr0 += INSTRUCTION_BYTES;
}

/* An interrupt that came while machine_idle() was about to wait must not be waited for. */
static void idle_leave(struct trap_frame *frame)
{
	if (frame->srr0 - (uint32_t)idle_begin < (uint32_t)(idle_end - idle_begin))
		frame->srr0 = (uint32_t)idle_end;
	frame->srr1 &= ~(uint32_t)MSR_WAIT;
}

void trap_dispatch(struct trap_frame *frame)
{
	switch (frame->vector) {
	case VECTOR_DATA:
	case VECTOR_INSTRUCTION:
	case VECTOR_DATA_MISS:
	case VECTOR_INSTRUCTION_MISS:
		fault_handle(frame);
		break;
	case VECTOR_EXTERNAL:
		idle_leave(frame);
		mpic_interrupt();
		break;
	case VECTOR_PROGRAM:
		program(frame);
		break;
	case VECTOR_CALL:
		interrupt_test();
		break;
	case VECTOR_DECREMENTER:
		idle_leave(frame);
		timer_stop();
		interrupt_timer();
		break;
	default:
		exception(frame);
	}
}
