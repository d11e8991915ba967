/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Test framework: TAP output, checks, and the threads that run a test.
 */
#ifndef RACE_CHECK_H
#define RACE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* A test: @word selects it; @body calls check_that(). */
struct check_test {
	const char *word;
	const char *name;
	void (*body)(void);
};

/* If @ok is false the test fails, with this reason, and all its threads stop. Returns @ok. */
bool check_that(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Fail the test and end the program, where the test cannot end. */
_Noreturn void check_fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Run @step(@nr) on all CPUs at the same time, for @nr from 0 to @steps - 1 on each, or
 * until a check fails. Prints progress.
 */
void check_on_all(void (*step)(uint32_t nr), uint32_t steps);

/*
 * Run the test selected by @word, or all if it is NULL, until one fails; returns the
 * exit status of the program.
 */
int check_run(const struct check_test *tests, unsigned int count, const char *word);

#endif
