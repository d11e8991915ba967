/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reports of the core as a test expects them: one at a time, about the current
 * task. What was as expected is forgotten, so that the next one can come.
 */
#ifndef REPORTS_H
#define REPORTS_H

#include <kmap/report.h>

/* The code is that of a test. */
void assert_here(uintptr_t code);

/* One report came, of this slot (or KMAP_NO_SLOT) and address, and it names the test's code. */
void assert_report(enum kmap_bug bug, uint32_t slot, uintptr_t address);

/* So did one about what the task holds: the lowest slot concerned is this one. */
void assert_report_held(enum kmap_bug bug, uint32_t used, uint32_t slot);

#endif
