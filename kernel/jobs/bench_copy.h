/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The part of the benchmark that copies pages.
 */
#ifndef BENCH_COPY_H
#define BENCH_COPY_H

/* Print the instructions per page, for mapped and for directly mapped pages. */
void bench_copies(void);

#endif
