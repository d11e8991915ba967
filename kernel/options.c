/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kernel's command line.
 */
#include "options.h"

#include <stddef.h>

#include "print.h"

#define OPTIONS_MAX 32
#define LINE_SIZE 1024

static struct option {
	const char *name;
	const char *value;
} options[OPTIONS_MAX];

static unsigned int option_count;
static char line[LINE_SIZE];

bool text_equal(const char *a, const char *b)
{
	for (; *a && *a == *b; a++, b++)
		;
	return *a == *b;
}

bool text_contains(const char *text, const char *part)
{
	for (; *text; text++) {
		size_t same = 0;

		while (part[same] && text[same] == part[same])
			same++;
		if (!part[same])
			return true;
	}
	return false;
}

/* Split a word at its first '=' and store both parts. */
static void option_add(char *word)
{
	char *value = word;

	while (*value && *value != '=')
		value++;
	if (!*value || option_count == OPTIONS_MAX)
		return;
	*value = 0;
	options[option_count++] = (struct option){ word, value + 1 };
}

void options_init(const char *command_line)
{
	char *at = line;

	print_to(line, sizeof(line), "%s", command_line);
	while (*at) {
		char *word = at;

		while (*at && *at != ' ')
			at++;
		if (*at)
			*at++ = 0;
		option_add(word);
	}
}

const char *option_text(const char *name)
{
	for (unsigned int i = 0; i < option_count; i++)
		if (text_equal(options[i].name, name))
			return options[i].value;
	return NULL;
}

uint64_t option_number(const char *name, uint64_t absent)
{
	const char *text = option_text(name);
	uint64_t number = 0;

	if (!text)
		return absent;
	for (const char *digit = text; *digit; digit++) {
		if (*digit < '0' || *digit > '9')
			panic("option %s=%s is not a number", name, text);
		number = number * 10 + (uint64_t)(*digit - '0');
	}
	return number;
}
