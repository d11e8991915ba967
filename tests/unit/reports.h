/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Checks of the core's reports: one at a time, about the current task. Each check clears
 * the report.
 */
#ifndef REPORTS_H
#define REPORTS_H

#include <kmap/report.h>

/* Check that the code address is in the test. */
void assert_here(uintptr_t code);

/* Check that one report came, with this slot (or KMAP_NO_SLOT) and address, and a caller here. */
void assert_report(enum kmap_bug bug, uint32_t slot, uintptr_t address);

/* Check that one report came about what the task holds, with this lowest slot. */
void assert_report_held(enum kmap_bug bug, uint32_t used, uint32_t slot);

#endif
