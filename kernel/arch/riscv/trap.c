/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "arch.h"
#include "clint.h"
#include "directory.h"
#include "fault.h"
#include "machine.h"
#include "memory.h"
#include "print.h"
#include "system.h"
#include "walk_top.h"

/* What entry.S saves, lowest address first; x[0] is not used. */
struct trap_frame {
	unsigned long x[32];
	unsigned long pc, status;
	unsigned long unused[2];
};

_Static_assert(sizeof(struct trap_frame) == 36 * sizeof(long), "entry.S must use the same size");

/* Exceptions by number (Privileged Architecture 20211203, table 4.2). */
enum cause {
	CAUSE_ILLEGAL_INSTRUCTION = 2,
	CAUSE_BREAKPOINT = 3,
	CAUSE_FETCH_PAGE_FAULT = 12,
	CAUSE_LOAD_PAGE_FAULT = 13,
	CAUSE_STORE_PAGE_FAULT = 15,
	CAUSES,
};

#define INSTRUCTION_BYTES 4
#define RA 1

/* In entry.S: the breakpoints that are no faults. */
extern const uint8_t test_break[], nmi_break[];

static const char *const names[CAUSES] = {
	[CAUSE_ILLEGAL_INSTRUCTION] = "illegal instruction",
	[CAUSE_BREAKPOINT] = "breakpoint",
};

/* What an access needs: a bit of the PTE; 0 if the exception is no page fault. */
static const unsigned long needed[CAUSES] = {
	[CAUSE_FETCH_PAGE_FAULT] = KMAP_PTE_EXECUTE,
	[CAUSE_LOAD_PAGE_FAULT] = KMAP_PTE_READ,
	[CAUSE_STORE_PAGE_FAULT] = KMAP_PTE_WRITE,
};

static const enum fault_access accesses[CAUSES] = {
	[CAUSE_FETCH_PAGE_FAULT] = FAULT_EXECUTION,
	[CAUSE_LOAD_PAGE_FAULT] = FAULT_READ,
	[CAUSE_STORE_PAGE_FAULT] = FAULT_WRITE,
};

/* The entry that maps @address on this CPU, of whatever level; none if nothing does. */
static struct kmap_pte leaf_of(uintptr_t address)
{
	const struct kmap_pte *table = direct_address(tables_top_in_use());

	for (unsigned int level = TABLE_LEVELS;; level--) {
		unsigned int shift = KMAP_ARCH_PAGE_SHIFT +
				     (level - 1) * (LARGE_PAGE_SHIFT - KMAP_ARCH_PAGE_SHIFT);
		struct kmap_pte entry = table[address >> shift & (TABLE_ENTRIES - 1)];

		if (table_entry_is_none(entry) || table_entry_is_leaf(entry, level))
			return entry;
		table = direct_address(table_entry_physical(entry, level));
	}
}

static void registers_print(const struct trap_frame *frame, unsigned long cause)
{
	print("scause %lu pc %p sstatus %lx stval %lx\n", cause, (void *)frame->pc, frame->status,
	      CSR_READ(stval));
	for (unsigned int i = 1; i < 32; i++)
		print("x%u %p%s", i, (void *)frame->x[i], i % 4 == 3 ? "\n" : " ");
}

static _Noreturn void exception(const struct trap_frame *frame, unsigned long cause)
{
	const char *name = cause < CAUSES ? names[cause] : NULL;

	registers_print(frame, cause);
	exception_report(name ? name : "unexpected exception", NULL, frame->pc);
}

/* The processor does not say why it refused; the page tables do. */
static void page_fault(struct trap_frame *frame, unsigned long cause)
{
	uintptr_t address = CSR_READ(stval);
	struct kmap_pte leaf = leaf_of(address);
	const struct fault fault = {
		.access = accesses[cause],
		.cause = table_entry_is_none(leaf) ? FAULT_ABSENT : FAULT_DENIED,
		.address = address,
		.code_address = frame->pc,
		.return_address = frame->x[RA],
	};

	if (kmap_riscv_fault_is_stale(leaf, needed[cause], (void *)address))
		return;
	if (!fault_expected(&fault)) {
		registers_print(frame, cause);
		fault_report(&fault);
	}
	frame->pc = fault_expected(&fault);
}

static void breakpoint(struct trap_frame *frame)
{
	bool is_test = frame->pc == (uintptr_t)test_break;

	if (!is_test && frame->pc != (uintptr_t)nmi_break)
		exception(frame, CAUSE_BREAKPOINT);
	frame->pc += INSTRUCTION_BYTES;
	if (is_test)
		interrupt_test();
	else if (!interrupt_nmi())
		panic("unexpected non-maskable interrupt");
}

void trap_dispatch(struct trap_frame *frame)
{
	unsigned long cause = CSR_READ(scause);

	if ((long)cause < 0)
		clint_interrupt();
	else if (cause == CAUSE_BREAKPOINT)
		breakpoint(frame);
	else if (cause < CAUSES && needed[cause])
		page_fault(frame, cause);
	else
		exception(frame, cause);
}
