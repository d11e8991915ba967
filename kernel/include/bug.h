/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Handling of kmap's misuse reports.
 */
#ifndef KERNEL_BUG_H
#define KERNEL_BUG_H

#include <kmap/report.h>

/*
 * Call @hook for each report; it returns nonzero if the report is expected. Other
 * reports are printed and end the run; with the option bugs=report they are printed and
 * counted. NULL for no hook.
 */
void bug_hook(int (*hook)(const struct kmap_report *report));

/* The number of unexpected reports so far. */
unsigned int bug_count(void);

#endif
