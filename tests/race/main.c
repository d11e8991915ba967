/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The core on real threads, under ThreadSanitizer. A report of ThreadSanitizer fails the
 * test as well.
 */
#include <stdlib.h>

#include "check.h"
#include "machine.h"
#include "tests.h"

uint32_t race_share;

/*
 * Arguments: how much to do, 0 only to see whether such a program runs here; and the word
 * of a test, to run only that test.
 */
int main(int argc, char *argv[])
{
	static const struct check_test tests[] = {
		{ "local", "task-local mappings share nothing", test_local },
		{ "move", "tasks go from CPU to CPU with their mappings", test_move },
		{ "words", "words that all CPUs change lose nothing", test_words },
		{ "wait", "no wake-up is lost", test_wait },
		{ "full", "a full persistent window refuses, and lets tasks wait", test_full },
		{ "persistent", "persistent mappings", test_persistent },
		{ "io", "I/O mappings", test_io },
	};

	race_share = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1;
	race_boot();
	if (!race_share)
		return 0;
	return check_run(tests, sizeof(tests) / sizeof(tests[0]), argc > 2 ? argv[2] : NULL);
}
