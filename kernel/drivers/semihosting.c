/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The end of the run: a call to the emulator or debugger (Semihosting for AArch32 and AArch64,
 * version 2.0). The machine gives semihosting_call().
 */
#include "arch.h"
#include "exit_status.h"
#include "machine.h"
#include "system.h"

#define SYS_EXIT_EXTENDED 0x20u
#define APPLICATION_EXIT 0x20026u

void machine_exit(bool ok)
{
	unsigned long block[] = { APPLICATION_EXIT, ok ? EXIT_OK : EXIT_FAILED };

	irq_disable();
	semihosting_call(SYS_EXIT_EXTENDED, block);
	machine_halt();
}
