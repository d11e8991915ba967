/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "apic.h"
#include "arch.h"
#include "machine.h"
#include "print.h"
#include "trap_frame.h"
#include "x86.h"

/* Bits of a page fault's error code. */
enum page_fault_error {
	FAULT_PRESENT = 0x01,
	FAULT_WRITE = 0x02,
	FAULT_RESERVED = 0x08,
	FAULT_FETCH = 0x10,
};

/* In entry.S: the two ways back from machine_code_call(), and the load of machine_try_read(). */
extern const uint8_t code_returned[], code_refused[], try_read_load[], try_read_refused[];

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
	[VECTOR_PAGE_FAULT] = "page fault",
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

static const char *access_of(uint32_t error)
{
	if (error & FAULT_FETCH)
		return "execution";
	return error & FAULT_WRITE ? "write" : "read";
}

static const char *cause_of(uint32_t error)
{
	if (error & FAULT_RESERVED)
		return "through a PTE with a reserved bit";
	return error & FAULT_PRESENT ? "not allowed" : "of an absent page";
}

/*
 * Whether the fault is the fetch of the first instruction that machine_code_call()
 * called, from a page that is present: it is the fault address, and the return address
 * is on top of the stack. An absent page is reported like any other fault.
 */
static bool is_refused_call(const struct trap_frame *frame)
{
	return frame->vector == VECTOR_PAGE_FAULT &&
	       frame->error == (FAULT_PRESENT | FAULT_FETCH) && frame->ip == read_cr2() &&
	       *(const uintptr_t *)trap_stack(frame) == (uintptr_t)code_returned;
}

/* A fault that its code counts on: where to go on after it; 0 for any other. */
static uintptr_t expected(const struct trap_frame *frame)
{
	if (is_refused_call(frame))
		return (uintptr_t)code_refused;
	if (frame->vector == VECTOR_PAGE_FAULT && !frame->error &&
	    frame->ip == (uintptr_t)try_read_load)
		return (uintptr_t)try_read_refused;
	return 0;
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	uintptr_t cr2 = read_cr2();
	const char *name = names[frame->vector];
	char text[96];

	trap_print(frame, cr2);
	if (frame->vector != VECTOR_PAGE_FAULT)
		exception_report(name ? name : "reserved exception", NULL, frame->ip);
	print_to(text, sizeof(text), "page fault, %s %s, address 0x%lx", access_of(frame->error),
		 cause_of(frame->error), (unsigned long)cr2);
	exception_report(text, (void *)cr2, frame->ip);
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
		if (!expected(frame))
			exception(frame);
		frame->ip = expected(frame);
		break;
	default:
		if (frame->vector < VECTOR_EXCEPTIONS)
			exception(frame);
		panic("interrupt with unknown vector %u", frame->vector);
	}
}
