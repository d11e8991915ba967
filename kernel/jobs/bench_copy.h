/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Copy throughput: the part of the bench that copies pages.
 */
#ifndef BENCH_COPY_H
#define BENCH_COPY_H

/* Count the instructions for a page, of mapped and of directly mapped ones, and print them. */
void bench_copies(void);

#endif
