/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The end of the run, on a machine that has no device for it: a line on the console, with the exit
 * status that another emulator would take. Whoever reads it ends the emulator.
 */
#include "arch.h"
#include "exit_status.h"
#include "machine.h"
#include "print.h"

void machine_exit(bool ok)
{
	char text[32];
	size_t length = 0;

	irq_disable();
	print_to(text, sizeof(text), "\n@exit status=%u\n", ok ? EXIT_OK : EXIT_FAILED);
	while (text[length])
		length++;
	machine_console_write(text, length);
	machine_halt();
}
