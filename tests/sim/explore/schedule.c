/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Schedules.
 */
#include "schedule.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

/* A question: the number of ways, and the next one to take. */
struct question {
	unsigned int ways;
	unsigned int free;
	unsigned int next;
};

static struct question *questions;
static unsigned int length, allocated, events;

void schedule_reset(void)
{
	length = 0;
	events = 0;
}

unsigned int schedule_length(void)
{
	return length;
}

void schedule_push(unsigned int ways, unsigned int free)
{
	if (length == allocated) {
		allocated = allocated ? allocated * 2 : 1024;
		questions = realloc(questions, allocated * sizeof(*questions));
		if (!questions)
			abort();
	}
	questions[length++] = (struct question){ ways, free, 0 };
}

/* Whether the way taken at a question is an event. */
static bool is_event(const struct question *question)
{
	return question->next > question->free;
}

void schedule_pop(void)
{
	length--;
	events -= is_event(&questions[length]);
}

bool schedule_next(void)
{
	struct question *last = &questions[length - 1];

	if (last->next == last->ways)
		return false;
	events -= is_event(last);
	last->next++;
	events += is_event(last);
	return true;
}

unsigned int schedule_way(unsigned int at)
{
	return questions[at].next - 1;
}

unsigned int schedule_last(void)
{
	return schedule_way(length - 1);
}

unsigned int schedule_events(void)
{
	return events;
}

char *schedule_text(void)
{
	size_t bytes = 12 * (size_t)length + 2, at = 0;
	char *text = malloc(bytes);
	unsigned int run;

	if (!text)
		abort();
	text[0] = 0;
	for (unsigned int i = 0; i < length; i += run ? run : 1) {
		for (run = 0; i + run < length && !schedule_way(i + run);)
			run++;
		at += (size_t)snprintf(text + at, bytes - at, "%s%s%u", at ? "." : "",
				       run ? "c" : "", run ? run : schedule_way(i));
	}
	return text;
}

static void push_taken(unsigned int way, unsigned int count)
{
	for (; count; count--) {
		schedule_push(way + 1, 0);
		questions[length - 1].next = way + 1;
	}
}

bool schedule_parse(const char *text)
{
	while (*text) {
		bool run = *text == 'c';
		char *end;
		unsigned long number;

		text += run;
		number = strtoul(text, &end, 10);
		if (!isdigit((unsigned char)*text) || number > 1000000 || (*end && *end != '.'))
			return false;
		push_taken(run ? 0 : (unsigned int)number, run ? (unsigned int)number : 1);
		text = *end ? end + 1 : end;
	}
	return true;
}
