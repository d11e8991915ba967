/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Progress of a long test, in lines that tools/guest/console.py parses. The program that
 * started the kernel takes a long silence for a hang. The number of lines depends only on
 * the number of rounds.
 */
#include "selftest.h"

/* The most lines of a test, not counting one for the last round. */
#define LINES 10u

static struct {
	const char *name;
	uint32_t total, part;
	uint32_t done;
	unsigned int lines;
} test;

void progress_name(const char *name)
{
	test.name = name;
}

void progress_begin(uint32_t total)
{
	test.total = total;
	test.part = (total + LINES - 1) / LINES;
	test.done = 0;
	test.lines = 0;
}

void progress_step(void)
{
	uint32_t done = __atomic_add_fetch(&test.done, 1, __ATOMIC_RELAXED);

	if (done % test.part && done != test.total)
		return;
	count_up(&test.lines);
	print("@progress phase=\"%s\" done=%u total=%u unit=rounds\n", test.name, done, test.total);
}

bool progress_is_complete(void)
{
	return test.done == test.total && test.lines;
}

/* One line for each tenth and one for the end. */
static bool lines_for_every_tenth(void)
{
	static const struct {
		uint32_t rounds;
		unsigned int lines;
	} cases[] = { { 1, 1 }, { 9, 9 }, { 10, 10 }, { 11, 6 }, { 25, 9 }, { 1000, 10 } };

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		progress_begin(cases[i].rounds);
		for (uint32_t round = 0; round < cases[i].rounds; round++) {
			CHECK(!progress_is_complete());
			progress_step();
		}
		CHECK(progress_is_complete());
		CHECK(test.lines == cases[i].lines);
	}
	return true;
}

const struct selftest selftests_progress[] = {
	{ "a long test tells how far it is", lines_for_every_tenth, 1 },
	{ NULL, NULL, 0 },
};
