/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The schedule under exploration: the ways that were taken, one for each
 * question. In text a way is its number, a run of first ways "c" and how many:
 * c14.1.c3.2
 */
#ifndef SIM_SCHEDULE_H
#define SIM_SCHEDULE_H

#include <stdbool.h>

void schedule_reset(void);
unsigned int schedule_length(void);

/* One more question with so many ways, of which the first @free are no events; none is taken yet. */
void schedule_push(unsigned int ways, unsigned int free);

/* Forget the last question. */
void schedule_pop(void);

/* Take the next way at the last question; false when all were taken. */
bool schedule_next(void);
/* The way that was taken there, or at question @at. */
unsigned int schedule_last(void);
unsigned int schedule_way(unsigned int at);

/* Events among the ways that were taken. */
unsigned int schedule_events(void);

/* The schedule as text, allocated; and back: false when the text is none. */
char *schedule_text(void);
bool schedule_parse(const char *text);

#endif
