/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "arm.h"
#include "fault.h"
#include "format.h"
#include "gic.h"
#include "machine.h"
#include "print.h"
#include "system.h"
#include "trap_kinds.h"

/* What entry.S pushed, lowest address first. */
struct trap_frame {
	uint32_t r[13];
	uint32_t lr, pc, cpsr;
};

#define DATA_FAULT_WRITE 0x800u

static enum fault_cause cause_of(uint32_t status)
{
	if (STATUS_KIND(status) == STATUS_ABSENT)
		return FAULT_ABSENT;
	return STATUS_KIND(status) == STATUS_DENIED ? FAULT_DENIED : FAULT_OTHER;
}

static struct fault fetch_fault(const struct trap_frame *frame)
{
	return (struct fault){ FAULT_EXECUTION, cause_of(fetch_fault_status()),
			       fetch_fault_address(), frame->pc, frame->lr };
}

static struct fault data_fault(const struct trap_frame *frame)
{
	uint32_t status = data_fault_status();

	return (struct fault){ status & DATA_FAULT_WRITE ? FAULT_WRITE : FAULT_READ,
			       cause_of(status), data_fault_address(), frame->pc, 0 };
}

static void registers_print(const struct trap_frame *frame, uint32_t kind)
{
	print("trap %u pc %08x cpsr %08x lr %08x sp %08x\n", kind, frame->pc, frame->cpsr,
	      frame->lr, (uint32_t)(frame + 1));
	for (unsigned int i = 0; i < 13; i++)
		print("r%u %08x%s", i, frame->r[i], i % 5 == 4 || i == 12 ? "\n" : " ");
}

static void fault_handle(struct trap_frame *frame, uint32_t kind, const struct fault *fault)
{
	if (!fault_expected(fault)) {
		registers_print(frame, kind);
		fault_report(fault);
	}
	frame->pc = fault_expected(fault);
}

void trap_dispatch(struct trap_frame *frame, uint32_t kind)
{
	struct fault fault;

	switch (kind) {
	case TRAP_IRQ:
	case TRAP_FIQ:
		gic_interrupt();
		break;
	case TRAP_CALL:
		interrupt_test();
		break;
	case TRAP_FETCH:
		fault = fetch_fault(frame);
		fault_handle(frame, kind, &fault);
		break;
	case TRAP_DATA:
		fault = data_fault(frame);
		fault_handle(frame, kind, &fault);
		break;
	default:
		registers_print(frame, kind);
		exception_report("invalid opcode", NULL, frame->pc);
	}
}
