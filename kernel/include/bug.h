/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What happens to reports of kmap misuse.
 */
#ifndef KERNEL_BUG_H
#define KERNEL_BUG_H

#include <kmap/report.h>

/*
 * Let @hook see every report first; it returns nonzero if it expected it.
 * Others are printed and end the run, unless the option bugs=report is given:
 * then they are printed and counted. NULL for none.
 */
void bug_hook(int (*hook)(const struct kmap_report *report));

/* Reports so far that no hook expected. */
unsigned int bug_count(void);

#endif
