/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef RACE_TESTS_H
#define RACE_TESTS_H

#include <stdint.h>

/* How much to do: a test makes some hundreds of steps on each CPU for each of these. */
extern uint32_t race_share;

void test_local(void);
/* Where KMAP_WINDOW is private or task; else there is nothing to do. */
void test_move(void);
void test_words(void);
void test_wait(void);
void test_full(void);
void test_persistent(void);
void test_io(void);

#endif
