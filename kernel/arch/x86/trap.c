/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "apic.h"
#include "arch.h"
#include "fault.h"
#include "machine.h"
#include "print.h"
#include "trap_frame.h"
#include "x86.h"

/* Bits of a page fault's error code. */
enum page_fault_error {
	ERROR_PRESENT = 0x01,
	ERROR_WRITE = 0x02,
	ERROR_RESERVED = 0x08,
	ERROR_FETCH = 0x10,
};

volatile unsigned int nmi_count;

static const char *const names[VECTOR_EXCEPTIONS] = {
	[0] = "divide error",
	[1] = "debug",
	[VECTOR_NMI] = "non-maskable interrupt",
	[3] = "breakpoint",
	[4] = "overflow",
	[5] = "bound range",
	[6] = "invalid opcode",
	[7] = "no coprocessor",
	[8] = "double fault",
	[10] = "invalid TSS",
	[11] = "segment not present",
	[12] = "stack fault",
	[13] = "general protection",
	[16] = "floating point",
	[17] = "alignment check",
	[18] = "machine check",
};

static uintptr_t read_cr2(void)
{
	uintptr_t value;

	__asm__ volatile("mov %%cr2, %0" : "=r"(value));
	return value;
}

static enum fault_access access_of(uint32_t error)
{
	if (error & ERROR_FETCH)
		return FAULT_EXECUTION;
	return error & ERROR_WRITE ? FAULT_WRITE : FAULT_READ;
}

static enum fault_cause cause_of(uint32_t error)
{
	if (error & ERROR_RESERVED)
		return FAULT_RESERVED;
	return error & ERROR_PRESENT ? FAULT_DENIED : FAULT_ABSENT;
}

/* At the first instruction of a function its return address is on top of the stack. */
static struct fault page_fault(const struct trap_frame *frame)
{
	enum fault_access access = access_of(frame->error);

	return (struct fault){
		.access = access,
		.cause = cause_of(frame->error),
		.address = read_cr2(),
		.code_address = frame->ip,
		.return_address =
			access == FAULT_EXECUTION ? *(const uintptr_t *)trap_stack(frame) : 0,
	};
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	const char *name = names[frame->vector];

	trap_print(frame, read_cr2());
	exception_report(name ? name : "reserved exception", NULL, frame->ip);
}

static void page_fault_handle(struct trap_frame *frame)
{
	struct fault fault = page_fault(frame);

	if (!fault_expected(&fault)) {
		trap_print(frame, fault.address);
		fault_report(&fault);
	}
	frame->ip = fault_expected(&fault);
}

void trap_dispatch(struct trap_frame *frame)
{
	switch (frame->vector) {
	case VECTOR_TIMER:
		apic_done();
		interrupt_timer();
		break;
	case VECTOR_RESCHEDULE:
		apic_done();
		interrupt_reschedule();
		break;
	case VECTOR_FLUSH:
		apic_done();
		interrupt_flush();
		break;
	case VECTOR_TEST:
		interrupt_test();
		break;
	case VECTOR_SPURIOUS:
		break;
	case VECTOR_NMI:
		nmi_count++;
		if (!interrupt_nmi())
			exception(frame);
		break;
	case VECTOR_PAGE_FAULT:
		page_fault_handle(frame);
		break;
	default:
		if (frame->vector < VECTOR_EXCEPTIONS)
			exception(frame);
		panic("interrupt with unknown vector %u", frame->vector);
	}
}
