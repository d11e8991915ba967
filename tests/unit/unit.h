/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Included by every unit test: cmocka with the headers that it needs, and the fixture of
 * all tests.
 */
#ifndef UNIT_H
#define UNIT_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Reset the fake machine to the state after boot. */
int unit_setup(void **state);
/* Fails the test if a mapping, a pin, a counter, a PTE or a report is left. */
int unit_teardown(void **state);

#define UNIT_TEST(function) cmocka_unit_test_setup_teardown(function, unit_setup, unit_teardown)

/*
 * Keep only the tests named in the environment variable UNIT_ONLY, one in a line; all if it
 * is not set. Returns how many are left.
 */
size_t unit_only(struct CMUnitTest *tests, size_t count);

/* Follows the code of a test: see lto.h. */
#ifndef UNIT_END
#define UNIT_END
#endif

/* Run the tests of one file; its name comes from the build, with the configuration. */
#define UNIT_MAIN(...)                                                                             \
	UNIT_END                                                                                   \
	int main(void)                                                                             \
	{                                                                                          \
		struct CMUnitTest tests[] = { __VA_ARGS__ };                                       \
		size_t count = unit_only(tests, sizeof(tests) / sizeof(tests[0]));                 \
                                                                                                   \
		cmocka_set_message_output(CM_OUTPUT_TAP);                                          \
		return _cmocka_run_group_tests(UNIT_NAME, tests, count, NULL, unit_group_end);     \
	}

int unit_group_end(void **state);

#endif
