/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The tests' frame: TAP, what was found wrong, and threads to find it.
 */
#ifndef RACE_CHECK_H
#define RACE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* A test: a word to ask for it, its name, and its body, which fails by check_that(). */
struct check_test {
	const char *word;
	const char *name;
	void (*body)(void);
};

/* If @ok is false the test fails, with this reason, and all its threads stop. Returns @ok. */
bool check_that(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The test fails and cannot be ended: the program does. */
_Noreturn void check_fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Run @step(@nr) on all CPUs at a time, for @nr from 0 up to @steps on each, or
 * until something fails; says now and then how far it is.
 */
void check_on_all(void (*step)(uint32_t nr), uint32_t steps);

/*
 * Run the test with this word, or all if it is NULL, until one fails; returns
 * the exit status of the program.
 */
int check_run(const struct check_test *tests, unsigned int count, const char *word);

#endif
