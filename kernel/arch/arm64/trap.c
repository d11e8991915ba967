/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "arch.h"
#include "arm64.h"
#include "fault.h"
#include "gic.h"
#include "machine.h"
#include "print.h"
#include "system.h"

/* What entry.S saves, lowest address first. */
struct trap_frame {
	uint64_t x[31];
	uint64_t sp;
	uint64_t pc, state;
};

_Static_assert(sizeof(struct trap_frame) == 272, "entry.S must use the same size");

/* Classes of exceptions: bits 31 to 26 of ESR_EL1 (ARM DDI 0487). */
enum exception_class {
	CLASS_UNKNOWN = 0x00,
	CLASS_SUPERVISOR_CALL = 0x15,
	CLASS_FETCH_ABORT = 0x21,
	CLASS_PC_ALIGNMENT = 0x22,
	CLASS_DATA_ABORT = 0x25,
	CLASS_SP_ALIGNMENT = 0x26,
	CLASS_BREAKPOINT = 0x3c,
	CLASSES = 0x40,
};

#define SYNDROME_CLASS_SHIFT 26
#define SYNDROME_WRITE 0x40u
/* Kinds of faults: bits 5 to 2; the other two say at which level of tables. */
#define SYNDROME_KIND 0x3cu
#define KIND_TRANSLATION 0x04u
#define KIND_PERMISSION 0x0cu

static const char *const names[CLASSES] = {
	[CLASS_UNKNOWN] = "undefined instruction",
	[CLASS_PC_ALIGNMENT] = "pc alignment",
	[CLASS_SP_ALIGNMENT] = "sp alignment",
	[CLASS_BREAKPOINT] = "breakpoint",
};

static void registers_print(const struct trap_frame *frame, uint64_t syndrome, uint64_t address)
{
	print("esr %08lx pc %016lx pstate %08lx far %016lx\n", (unsigned long)syndrome,
	      (unsigned long)frame->pc, (unsigned long)frame->state, (unsigned long)address);
	for (unsigned int i = 0; i < 31; i++)
		print("x%u %016lx%s", i, (unsigned long)frame->x[i], i % 4 == 3 ? "\n" : " ");
	print("sp %016lx\n", (unsigned long)frame->sp);
}

static unsigned int class_of(uint64_t syndrome)
{
	return (unsigned int)(syndrome >> SYNDROME_CLASS_SHIFT);
}

static _Noreturn void exception(const struct trap_frame *frame, uint64_t syndrome)
{
	const char *name = names[class_of(syndrome)];

	registers_print(frame, syndrome, SYSTEM_READ(far_el1));
	exception_report(name ? name : "unexpected exception", NULL, frame->pc);
}

static enum fault_access access_of(uint64_t syndrome)
{
	if (class_of(syndrome) == CLASS_FETCH_ABORT)
		return FAULT_EXECUTION;
	return syndrome & SYNDROME_WRITE ? FAULT_WRITE : FAULT_READ;
}

static enum fault_cause cause_of(uint64_t syndrome)
{
	switch (syndrome & SYNDROME_KIND) {
	case KIND_TRANSLATION:
		return FAULT_ABSENT;
	case KIND_PERMISSION:
		return FAULT_DENIED;
	default:
		return FAULT_OTHER;
	}
}

static void fault_handle(struct trap_frame *frame, uint64_t syndrome)
{
	const struct fault fault = { access_of(syndrome), cause_of(syndrome), SYSTEM_READ(far_el1),
				     frame->pc, frame->x[30] };

	if (!fault_expected(&fault)) {
		registers_print(frame, syndrome, fault.address);
		fault_report(&fault);
	}
	frame->pc = fault_expected(&fault);
}

void trap_synchronous(struct trap_frame *frame)
{
	uint64_t syndrome = SYSTEM_READ(esr_el1) & 0xffffffffu;

	switch (class_of(syndrome)) {
	case CLASS_SUPERVISOR_CALL:
		nmi_open();
		interrupt_test();
		break;
	case CLASS_FETCH_ABORT:
	case CLASS_DATA_ABORT:
		fault_handle(frame, syndrome);
		break;
	default:
		exception(frame, syndrome);
	}
}

void trap_irq(struct trap_frame *frame)
{
	(void)frame;
	nmi_open();
	gic_interrupt();
}

void trap_fiq(struct trap_frame *frame)
{
	(void)frame;
	gic_interrupt();
}

void trap_unexpected(struct trap_frame *frame)
{
	exception(frame, (uint64_t)(CLASSES - 1) << SYNDROME_CLASS_SHIFT);
}
