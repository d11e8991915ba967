/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C handlers of all interrupts and exceptions.
 */
#include "arch.h"
#include "clint.h"
#include "directory.h"
#include "machine.h"
#include "memory.h"
#include "print.h"
#include "system.h"

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

/* A page fault: what it was about, and what the page tables say of that. */
struct fault {
	uintptr_t address;
	struct kmap_pte leaf;
};

/*
 * In entry.S: the breakpoints that are no faults, the two ways back from machine_code_call(), and
 * the load of machine_try_read().
 */
extern const uint8_t test_break[], nmi_break[], code_returned[], code_refused[];
extern const uint8_t try_read_load[], try_read_refused[];

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

static const char *const accesses[CAUSES] = {
	[CAUSE_FETCH_PAGE_FAULT] = "execution",
	[CAUSE_LOAD_PAGE_FAULT] = "read",
	[CAUSE_STORE_PAGE_FAULT] = "write",
};

/* The entry that maps @address on this CPU, of whatever level; none if nothing does. */
static struct kmap_pte leaf_of(uintptr_t address)
{
	const struct kmap_pte *table = tables_top(CSR_READ(satp));

	for (unsigned int level = TABLE_LEVELS;; level--) {
		unsigned int shift =
			KMAP_ARCH_PAGE_SHIFT + (level - 1) * (BLOCK_SHIFT - KMAP_ARCH_PAGE_SHIFT);
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

static _Noreturn void exception(const struct trap_frame *frame, unsigned long cause,
				const struct fault *fault)
{
	char text[96];

	registers_print(frame, cause);
	if (cause >= CAUSES || !needed[cause])
		exception_report(cause < CAUSES && names[cause] ? names[cause] :
								  "unexpected exception",
				 NULL, frame->pc);
	print_to(text, sizeof(text), "page fault, %s %s, address 0x%lx", accesses[cause],
		 table_entry_is_none(fault->leaf) ? "of an absent page" : "not allowed",
		 (unsigned long)fault->address);
	exception_report(text, (const void *)fault->address, frame->pc);
}

/*
 * A page fault that its code counts on: where to go on after it; 0 for any other. The first is the
 * fetch of the first instruction that machine_code_call() called, from a page that is present.
 * An absent page is reported like any other fault.
 */
static uintptr_t expected(const struct trap_frame *frame, unsigned long cause,
			  const struct fault *fault)
{
	bool is_absent = table_entry_is_none(fault->leaf);

	if (cause == CAUSE_FETCH_PAGE_FAULT && !is_absent && frame->pc == fault->address &&
	    frame->x[RA] == (uintptr_t)code_returned)
		return (uintptr_t)code_refused;
	if (cause == CAUSE_LOAD_PAGE_FAULT && is_absent && frame->pc == (uintptr_t)try_read_load)
		return (uintptr_t)try_read_refused;
	return 0;
}

static void page_fault(struct trap_frame *frame, unsigned long cause)
{
	const struct fault fault = { CSR_READ(stval), leaf_of(CSR_READ(stval)) };

	if (kmap_riscv_fault_is_stale(fault.leaf, needed[cause], (void *)fault.address))
		return;
	if (!expected(frame, cause, &fault))
		exception(frame, cause, &fault);
	frame->pc = expected(frame, cause, &fault);
}

static void breakpoint(struct trap_frame *frame)
{
	bool is_test = frame->pc == (uintptr_t)test_break;

	if (!is_test && frame->pc != (uintptr_t)nmi_break)
		exception(frame, CAUSE_BREAKPOINT, NULL);
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
		exception(frame, cause, NULL);
}
