/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page faults: those that tests count on, and the report of all others.
 */
#ifndef DRIVERS_FAULT_H
#define DRIVERS_FAULT_H

#include <stdint.h>

enum fault_access { FAULT_READ, FAULT_WRITE, FAULT_EXECUTION };

enum fault_cause { FAULT_ABSENT, FAULT_DENIED, FAULT_RESERVED, FAULT_OTHER };

/**
 * struct fault - what the processor says
 * @access:         what was tried
 * @cause:          why it was refused
 * @address:        what was accessed
 * @code_address:   the instruction
 * @return_address: if an instruction was to be fetched, and that is the first one of a function:
 *                  where it would return to
 */
struct fault {
	enum fault_access access;
	enum fault_cause cause;
	uintptr_t address;
	uintptr_t code_address;
	uintptr_t return_address;
};

/* Where to go on after a fault that its code counts on; 0 after any other. */
uintptr_t fault_expected(const struct fault *fault);

/* Print what it is and end the run with failure. The machine has printed its registers. */
_Noreturn void fault_report(const struct fault *fault);

#endif
