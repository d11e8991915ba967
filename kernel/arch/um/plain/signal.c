/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An interrupt without ThreadSanitizer: the signal runs the handler at once.
 */
#include "machine_private.h"

void machine_interrupt(enum os_interrupt interrupt)
{
	interrupt_note(interrupt);
	if (!irq_is_on())
		return;
	irq_disable();
	os_interrupts_unmask();
	irq_enable();
}
