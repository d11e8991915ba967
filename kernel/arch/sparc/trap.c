/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "arch.h"
#include "fault.h"
#include "machine.h"
#include "print.h"
#include "sparc.h"

/* What entry.S saves, lowest address first; o[6] is the stack pointer. */
struct trap_frame {
	uint8_t call[CALL_BYTES];
	uint32_t y, g[7];
	uint32_t o[8], l[8], i[8];
	uint32_t psr, pc, next_pc, trap;
};

_Static_assert(sizeof(struct trap_frame) == FRAME_BYTES, "entry.S must use the same size");

/* The fault status register (appendix H): why, and what was tried. */
#define FAULT_TYPE(status) ((status) >> 2 & 7)
#define FAULT_IS_STORE 0x80u
#define TYPE_INVALID_ADDRESS 1
#define TYPE_PROTECTION 2
#define TYPE_PRIVILEGE 3

static uint32_t trap_number(const struct trap_frame *frame)
{
	return frame->trap >> 4 & 0xff;
}

static void registers_print(const struct trap_frame *frame)
{
	static const char names[] = { 'g', 'o', 'l', 'i' };
	const uint32_t *registers = &frame->y;

	print("trap %02x pc %08x npc %08x psr %08x y %08x\n", trap_number(frame), frame->pc,
	      frame->next_pc, frame->psr, frame->y);
	for (unsigned int i = 0; i < 32; i++)
		print("%c%u %08x%s", names[i / 8], i % 8, i ? registers[i] : 0,
		      i % 8 == 7 ? "\n" : " ");
}

static enum fault_cause cause_of(uint32_t status)
{
	switch (FAULT_TYPE(status)) {
	case TYPE_INVALID_ADDRESS:
		return FAULT_ABSENT;
	case TYPE_PROTECTION:
	case TYPE_PRIVILEGE:
		return FAULT_DENIED;
	default:
		return FAULT_OTHER;
	}
}

static struct fault fault_of(const struct trap_frame *frame)
{
	/* The address first: a new fault may come as soon as the status is read. */
	uint32_t address = mmu_read(MMU_FAULT_ADDRESS);
	uint32_t status = mmu_read(MMU_FAULT_STATUS);
	bool is_fetch = trap_number(frame) == TRAP_FETCH_FAULT;

	return (struct fault){ is_fetch			 ? FAULT_EXECUTION
			       : status & FAULT_IS_STORE ? FAULT_WRITE
							 : FAULT_READ,
			       cause_of(status), is_fetch ? frame->pc : address, frame->pc,
			       frame->o[7] + 8 };
}

static void continue_at(struct trap_frame *frame, uint32_t address)
{
	frame->pc = address;
	frame->next_pc = address + 4;
}

static void page_fault(struct trap_frame *frame)
{
	struct fault fault = fault_of(frame);

	if (!fault_expected(&fault)) {
		registers_print(frame);
		fault_report(&fault);
	}
	continue_at(frame, fault_expected(&fault));
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	uint32_t number = trap_number(frame);
	char text[32];

	registers_print(frame);
	print_to(text, sizeof(text), "trap 0x%x", number);
	exception_report(number == TRAP_ILLEGAL_INSTRUCTION ? "illegal instruction"
			 : number == TRAP_ALIGNMENT	    ? "misaligned address"
			 : number == TRAP_DIVISION	    ? "division by zero"
							    : text,
			 NULL, frame->pc);
}

static void interrupt(const struct trap_frame *frame, unsigned int level)
{
	if (level == LEVEL_SYSTEM_TIMER || level == LEVEL_TIMER) {
		timer_stop();
		interrupt_timer();
		return;
	}
	/* The one that cannot be masked is cleared before traps are on. */
	if (level != LEVEL_NMI)
		interrupt_clear(level);
	if (level == LEVEL_RESCHEDULE)
		interrupt_reschedule();
	else if (level == LEVEL_FLUSH)
		interrupt_flush();
	else if (level != LEVEL_NMI)
		exception(frame);
	else if (!interrupt_nmi())
		panic("unexpected non-maskable interrupt");
}

void trap_dispatch(struct trap_frame *frame)
{
	uint32_t number = trap_number(frame);

	if (number - TRAP_INTERRUPT - 1 < LEVEL_NMI) {
		interrupt(frame, number - TRAP_INTERRUPT);
	} else if (number == TRAP_FETCH_FAULT || number == TRAP_DATA_FAULT) {
		page_fault(frame);
	} else if (number == TRAP_SOFTWARE + TEST_TRAP) {
		continue_at(frame, frame->next_pc);
		interrupt_test();
	} else {
		exception(frame);
	}
}
