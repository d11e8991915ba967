/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "apic.h"
#include "arch.h"
#include "machine.h"
#include "print.h"
#include "x86.h"

/* What the processor and entry.S pushed, lowest address first. */
struct trap_frame {
	uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
	uint32_t vector;
	uint32_t error;
	uint32_t eip, cs, eflags;
};

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

static uint32_t read_cr2(void)
{
	uint32_t value;

	__asm__ volatile("movl %%cr2, %0" : "=r"(value));
	return value;
}

static void registers_print(const struct trap_frame *frame, uint32_t cr2)
{
	print("vector %u error %x eip %08x eflags %08x cr2 %08x\n"
	      "eax %08x ebx %08x ecx %08x edx %08x\n"
	      "esi %08x edi %08x ebp %08x esp %08x\n",
	      frame->vector, frame->error, frame->eip, frame->eflags, cr2, frame->eax, frame->ebx,
	      frame->ecx, frame->edx, frame->esi, frame->edi, frame->ebp,
	      /* esp at the trap is not pushed: it is the address just above the frame. */
	      (uint32_t)(frame + 1));
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
 * called, from a page that is present: eip is the fault address, and the return address
 * is on top of the stack. An absent page is reported like any other fault.
 */
static bool is_refused_call(const struct trap_frame *frame)
{
	return frame->vector == VECTOR_PAGE_FAULT &&
	       frame->error == (FAULT_PRESENT | FAULT_FETCH) && frame->eip == read_cr2() &&
	       *(const uint32_t *)(frame + 1) == (uint32_t)code_returned;
}

/* A fault that its code counts on: where to go on after it; 0 for any other. */
static uint32_t expected(const struct trap_frame *frame)
{
	if (is_refused_call(frame))
		return (uint32_t)code_refused;
	if (frame->vector == VECTOR_PAGE_FAULT && !frame->error &&
	    frame->eip == (uint32_t)try_read_load)
		return (uint32_t)try_read_refused;
	return 0;
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	uint32_t cr2 = read_cr2();
	const char *name = names[frame->vector];
	char text[96];

	registers_print(frame, cr2);
	if (frame->vector != VECTOR_PAGE_FAULT)
		exception_report(name ? name : "reserved exception", NULL, frame->eip);
	print_to(text, sizeof(text), "page fault, %s %s, address 0x%x", access_of(frame->error),
		 cause_of(frame->error), cr2);
	exception_report(text, (void *)cr2, frame->eip);
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
		frame->eip = expected(frame);
		break;
	default:
		if (frame->vector < VECTOR_EXCEPTIONS)
			exception(frame);
		panic("interrupt with unknown vector %u", frame->vector);
	}
}
