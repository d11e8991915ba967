/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "arch.h"
#include "arm64.h"
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

/* Classes of exceptions: bits 31 to 26 of ESR_EL1 (ARM DDI 0487G.a, D13.2.37). */
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

/* In entry.S: the two ways back from machine_code_call(), and the load of machine_try_read(). */
extern const uint8_t code_returned[], code_refused[], try_read_load[], try_read_refused[];

static const char *const names[CLASSES] = {
	[CLASS_UNKNOWN] = "undefined instruction", [CLASS_FETCH_ABORT] = "page fault",
	[CLASS_PC_ALIGNMENT] = "pc alignment",	   [CLASS_DATA_ABORT] = "page fault",
	[CLASS_SP_ALIGNMENT] = "sp alignment",	   [CLASS_BREAKPOINT] = "breakpoint",
};

static void registers_print(const struct trap_frame *frame, uint64_t syndrome, uint64_t address)
{
	print("esr %08lx pc %016lx pstate %08lx far %016lx\n", (unsigned long)syndrome,
	      (unsigned long)frame->pc, (unsigned long)frame->state, (unsigned long)address);
	for (unsigned int i = 0; i < 31; i++)
		print("x%u %016lx%s", i, (unsigned long)frame->x[i], i % 4 == 3 ? "\n" : " ");
	print("sp %016lx\n", (unsigned long)frame->sp);
}

static const char *access_of(uint64_t syndrome)
{
	if (syndrome >> SYNDROME_CLASS_SHIFT == CLASS_FETCH_ABORT)
		return "execution";
	return syndrome & SYNDROME_WRITE ? "write" : "read";
}

static const char *cause_of(uint64_t syndrome)
{
	switch (syndrome & SYNDROME_KIND) {
	case KIND_TRANSLATION:
		return "of an absent page";
	case KIND_PERMISSION:
		return "not allowed";
	default:
		return "failed";
	}
}

static _Noreturn void exception(const struct trap_frame *frame, uint64_t syndrome)
{
	unsigned int class = (unsigned int)(syndrome >> SYNDROME_CLASS_SHIFT);
	uint64_t address = SYSTEM_READ(far_el1);
	char text[96];

	registers_print(frame, syndrome, address);
	if (class != CLASS_FETCH_ABORT && class != CLASS_DATA_ABORT)
		exception_report(names[class] ? names[class] : "unexpected exception", NULL,
				 frame->pc);
	print_to(text, sizeof(text), "page fault, %s %s, address 0x%lx", access_of(syndrome),
		 cause_of(syndrome), (unsigned long)address);
	exception_report(text, (const void *)address, frame->pc);
}

/*
 * Whether the fault is the fetch of the first instruction that machine_code_call() called, from
 * a page that is present. An absent page is reported like any other fault.
 */
static bool is_refused_call(const struct trap_frame *frame, uint64_t syndrome)
{
	return syndrome >> SYNDROME_CLASS_SHIFT == CLASS_FETCH_ABORT &&
	       (syndrome & SYNDROME_KIND) == KIND_PERMISSION && frame->pc == SYSTEM_READ(far_el1) &&
	       frame->x[30] == (uint64_t)code_returned;
}

static bool is_refused_read(const struct trap_frame *frame, uint64_t syndrome)
{
	return syndrome >> SYNDROME_CLASS_SHIFT == CLASS_DATA_ABORT &&
	       (syndrome & SYNDROME_KIND) == KIND_TRANSLATION &&
	       frame->pc == (uint64_t)try_read_load;
}

void trap_synchronous(struct trap_frame *frame)
{
	uint64_t syndrome = SYSTEM_READ(esr_el1) & 0xffffffffu;

	if (syndrome >> SYNDROME_CLASS_SHIFT == CLASS_SUPERVISOR_CALL) {
		nmi_open();
		interrupt_test();
	} else if (is_refused_call(frame, syndrome)) {
		frame->pc = (uint64_t)code_refused;
	} else if (is_refused_read(frame, syndrome)) {
		frame->pc = (uint64_t)try_read_refused;
	} else {
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
