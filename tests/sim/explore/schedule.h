/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The current schedule: the way taken at each question. In text, a way is its number, and
 * a run of first ways is "c" and their count: c14.1.c3.2
 */
#ifndef SIM_SCHEDULE_H
#define SIM_SCHEDULE_H

#include <stdbool.h>

void schedule_reset(void);
unsigned int schedule_length(void);

/* Add a question with @ways, of which the first @free are no events; none is taken yet. */
void schedule_push(unsigned int ways, unsigned int free);

/* Remove the last question. */
void schedule_pop(void);

/* Take the next way at the last question; false if all were taken. */
bool schedule_next(void);
/* The way that was taken there, or at question @at. */
unsigned int schedule_last(void);
unsigned int schedule_way(unsigned int at);

/* The number of events among the ways taken. */
unsigned int schedule_events(void);

/* The schedule as text, allocated; schedule_parse(): from text, false if it is invalid. */
char *schedule_text(void);
bool schedule_parse(const char *text);

#endif
