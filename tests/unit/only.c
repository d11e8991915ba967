/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Selects the tests of a program that run: all, or those named in UNIT_ONLY.
 */
#include <stdlib.h>
#include <string.h>

#include "unit.h"

/* Whether one of the lines of @names is @name. */
static int named(const char *names, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = names; *line; line += strcspn(line, "\n"), line += *line != 0)
		if (strcspn(line, "\n") == length && !strncmp(line, name, length))
			return 1;
	return 0;
}

size_t unit_only(struct CMUnitTest *tests, size_t count)
{
	const char *names = getenv("UNIT_ONLY");
	size_t kept = 0;

	for (size_t nr = 0; nr < count; nr++)
		if (!names || named(names, tests[nr].name))
			tests[kept++] = tests[nr];
	return kept;
}
