/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * CPUs that use one topmost table each.
 */
#ifndef DRIVERS_WALK_TOP_H
#define DRIVERS_WALK_TOP_H

#include <stdint.h>

#include "print.h"
#include "task.h"

/* --- provided by the machine ----------------------------------------------- */

/* The physical address of the topmost table of CPU @number. */
uintptr_t tables_top(unsigned int number);

/* That of the table that this CPU uses; 0 if it uses another one as well. */
uintptr_t tables_top_in_use(void);

/* --- for walks ------------------------------------------------------------- */

/* What was recorded is what this CPU uses. */
static inline void tables_top_check(void)
{
	unsigned long flags = irq_save();

	if (tables_top_in_use() != tables_top(this_cpu()->number))
		panic("CPU %u uses other page tables than its own", this_cpu()->number);
	irq_restore(flags);
}

#endif
