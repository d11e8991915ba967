/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "arm.h"
#include "gic.h"
#include "layout.h"
#include "machine.h"
#include "print.h"
#include "system.h"

/* What entry.S pushed, lowest address first. */
struct trap_frame {
	uint32_t r[13];
	uint32_t lr, pc, cpsr;
};

#define DATA_FAULT_WRITE 0x800u

/*
 * In entry.S: the vectors, the two ways back from machine_code_call(), and the load of
 * machine_try_read().
 */
extern const uint8_t trap_vectors[], code_returned[], code_refused[];
extern const uint8_t try_read_load[], try_read_refused[];

static const char *cause_of(uint32_t status)
{
	if (FAULT_KIND(status) == FAULT_ABSENT)
		return "of an absent page";
	return FAULT_KIND(status) == FAULT_DENIED ? "not allowed" : "with another fault";
}

/*
 * Whether the fault is the fetch of the first instruction that machine_code_call() called, from
 * a page that is present. An absent page is reported like any other fault.
 */
static bool is_refused_call(const struct trap_frame *frame, uint32_t kind)
{
	return kind == TRAP_FETCH && FAULT_KIND(fetch_fault_status()) == FAULT_DENIED &&
	       frame->pc == fetch_fault_address() && frame->lr == (uint32_t)code_returned;
}

/* A fault that its code counts on: where to go on after it; 0 for any other. */
static uint32_t expected(const struct trap_frame *frame, uint32_t kind)
{
	if (is_refused_call(frame, kind))
		return (uint32_t)code_refused;
	if (kind == TRAP_DATA && FAULT_KIND(data_fault_status()) == FAULT_ABSENT &&
	    frame->pc == (uint32_t)try_read_load)
		return (uint32_t)try_read_refused;
	return 0;
}

static void registers_print(const struct trap_frame *frame, uint32_t kind)
{
	print("trap %u pc %08x cpsr %08x lr %08x sp %08x\n", kind, frame->pc, frame->cpsr,
	      frame->lr, (uint32_t)(frame + 1));
	for (unsigned int i = 0; i < 13; i++)
		print("r%u %08x%s", i, frame->r[i], i % 5 == 4 || i == 12 ? "\n" : " ");
}

static _Noreturn void fault(const struct trap_frame *frame, const char *access, uint32_t status,
			    uint32_t address)
{
	char text[96];

	print_to(text, sizeof(text), "page fault, %s %s, address 0x%x", access, cause_of(status),
		 address);
	exception_report(text, (void *)address, frame->pc);
}

static _Noreturn void exception(const struct trap_frame *frame, uint32_t kind)
{
	uint32_t status = data_fault_status();

	registers_print(frame, kind);
	if (kind == TRAP_FETCH)
		fault(frame, "execution", fetch_fault_status(), fetch_fault_address());
	if (kind == TRAP_DATA)
		fault(frame, status & DATA_FAULT_WRITE ? "write" : "read", status,
		      data_fault_address());
	exception_report("invalid opcode", NULL, frame->pc);
}

void trap_init(struct task *current)
{
	__asm__ volatile("mcr p15, 0, %0, c13, c0, 4" : : "r"(current) : "memory");
	__asm__ volatile("mcr p15, 0, %0, c12, c0, 0; isb" : : "r"(trap_vectors) : "memory");
}

void trap_dispatch(struct trap_frame *frame, uint32_t kind)
{
	switch (kind) {
	case TRAP_IRQ:
	case TRAP_FIQ:
		gic_interrupt();
		break;
	case TRAP_CALL:
		interrupt_test();
		break;
	default:
		if (!expected(frame, kind))
			exception(frame, kind);
		frame->pc = expected(frame, kind);
	}
}
