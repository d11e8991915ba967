/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page faults. machine_code_call() and machine_try_read() are in the machine's entry.S, with the
 * names below.
 */
#include "fault.h"

#include <stdbool.h>

#include "machine.h"
#include "print.h"

/* The two ways back from machine_code_call(). */
extern const uint8_t code_returned[], code_refused[];
/* The load of machine_try_read(), and where that goes on when it faults. */
extern const uint8_t try_read_load[], try_read_refused[];

/*
 * Whether the fault is the fetch of the first instruction that machine_code_call() called, from
 * a page that is present. An absent page is reported like any other fault.
 */
static bool is_refused_call(const struct fault *fault)
{
	return fault->access == FAULT_EXECUTION && fault->cause == FAULT_DENIED &&
	       fault->code_address == fault->address &&
	       fault->return_address == (uintptr_t)code_returned;
}

static bool is_refused_read(const struct fault *fault)
{
	return fault->access == FAULT_READ && fault->cause == FAULT_ABSENT &&
	       fault->code_address == (uintptr_t)try_read_load;
}

uintptr_t fault_expected(const struct fault *fault)
{
	if (is_refused_call(fault))
		return (uintptr_t)code_refused;
	return is_refused_read(fault) ? (uintptr_t)try_read_refused : 0;
}

void fault_report(const struct fault *fault)
{
	static const char *const accesses[] = {
		[FAULT_READ] = "read",
		[FAULT_WRITE] = "write",
		[FAULT_EXECUTION] = "execution",
	};
	static const char *const causes[] = {
		[FAULT_ABSENT] = "of an absent page",
		[FAULT_DENIED] = "not allowed",
		[FAULT_RESERVED] = "through a PTE with a reserved bit",
		[FAULT_OTHER] = "failed",
	};
	char text[96];

	print_to(text, sizeof(text), "page fault, %s %s, address 0x%lx", accesses[fault->access],
		 causes[fault->cause], (unsigned long)fault->address);
	exception_report(text, (const void *)fault->address, fault->code_address);
}
