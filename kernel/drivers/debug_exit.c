/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The end of the run: QEMU's isa-debug-exit, a port.
 */
#include "arch.h"
#include "io.h"
#include "machine.h"
#include "pc.h"

void machine_exit(bool ok)
{
	irq_disable();
	out32(EXIT_PORT, ok ? EXIT_OK : EXIT_FAILED);
	machine_halt();
}
