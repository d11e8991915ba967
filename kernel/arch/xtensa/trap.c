/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions, but for those that only load the TLB.
 */
#include "count_timer.h"
#include "directory.h"
#include "fault.h"
#include "machine.h"
#include "print.h"
#include "refill_walk.h"
#include "xtensa_registers.h"
#include "task.h"
#include "xtensa.h"

/* What entry.S pushed, lowest address first; the stack pointer has no copy. */
struct trap_frame {
	uint32_t a[16];
	uint32_t sar, scompare1, ps, pc, cause, address;
};

_Static_assert(offsetof(struct trap_frame, address) == FRAME_ADDRESS &&
		       sizeof(struct trap_frame) <= FRAME_BYTES,
	       "entry.S pushes another frame");

#define CALL_BYTES 3
/* SYSCALL asks for what this register holds. */
#define CALL_REGISTER 2

static const char *const names[] = {
	[CAUSE_ILLEGAL] = "illegal instruction",
	[CAUSE_DIVISION] = "division by zero",
	[CAUSE_ALIGNMENT] = "address not aligned",
};

static void registers_print(const struct trap_frame *frame)
{
	print("cause %u pc %08x ps %08x address %08x sar %u\n", frame->cause, frame->pc, frame->ps,
	      frame->address, frame->sar);
	for (unsigned int i = 0; i < 16; i++)
		print("a%u %08x%s", i, i == 1 ? (uint32_t)frame + FRAME_BYTES : frame->a[i],
		      i % 4 == 3 ? "\n" : " ");
}

/* The processor does not say why it refused; the page tables do. */
static void page_fault(struct trap_frame *frame, enum fault_access access, uint32_t needed)
{
	struct kmap_pte pte = table_pte(this_cpu()->number, frame->address);
	const struct fault fault = {
		.access = access,
		.cause = kmap_arch_pte_is_none(pte) ? FAULT_ABSENT : FAULT_DENIED,
		.address = frame->address,
		.code_address = frame->pc,
		.return_address = frame->a[0],
	};

	if (tlb_is_for(frame->address) &&
	    kmap_xtensa_fault_is_stale(pte, needed, (void *)frame->address))
		return;
	if (!fault_expected(&fault)) {
		registers_print(frame);
		fault_report(&fault);
	}
	frame->pc = fault_expected(&fault);
}

static _Noreturn void exception(const struct trap_frame *frame)
{
	const char *name =
		frame->cause < sizeof(names) / sizeof(names[0]) ? names[frame->cause] : NULL;

	registers_print(frame);
	exception_report(name ? name : "unexpected exception", NULL, frame->pc);
}

/* One at a time: what is pending still comes again after the return. */
static void interrupt(void)
{
	uint32_t pending = SR_READ(SR_INTERRUPT) & SR_READ(SR_INTENABLE);

	if (pending & INTERRUPT_RELAX) {
		relax_end();
	} else if (pending & INTERRUPT_CPU) {
		ipi_clear();
		walk_answer();
		interrupt_flush();
	} else if (pending & INTERRUPT_TIMER) {
		timer_stop();
		interrupt_timer();
	}
}

static void call(struct trap_frame *frame)
{
	frame->pc += CALL_BYTES;
	if (frame->a[CALL_REGISTER] == CALL_INTERRUPT)
		interrupt_test();
	else if (frame->a[CALL_REGISTER] != CALL_NMI || !interrupt_nmi())
		exception(frame);
}

void trap_dispatch(struct trap_frame *frame)
{
	switch (frame->cause) {
	case CAUSE_INTERRUPT:
		interrupt();
		break;
	case CAUSE_CALL:
		call(frame);
		break;
	case CAUSE_FETCH_PROHIBITED:
		page_fault(frame, FAULT_EXECUTION, KMAP_PTE_EXECUTE);
		break;
	case CAUSE_LOAD_PROHIBITED:
		page_fault(frame, FAULT_READ, 0);
		break;
	case CAUSE_STORE_PROHIBITED:
		page_fault(frame, FAULT_WRITE, KMAP_PTE_WRITE);
		break;
	default:
		exception(frame);
	}
}
