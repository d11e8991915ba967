/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The end of the run: QEMU's sifive_test device, one word.
 */
#include "arch.h"
#include "devices.h"
#include "machine.h"
#include "registers.h"

/* The exit status is the upper half. */
#define END_WITH_STATUS 0x3333u

/* The same exit statuses as with the debug-exit device of PCs. */
#define EXIT_OK 33u
#define EXIT_FAILED 35u

void machine_exit(bool ok)
{
	irq_disable();
	register_write(TEST_ADDRESS, (ok ? EXIT_OK : EXIT_FAILED) << 16 | END_WITH_STATUS);
	machine_halt();
}
