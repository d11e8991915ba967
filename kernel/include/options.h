/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kernel's command line: name=value, separated by spaces.
 */
#ifndef KERNEL_OPTIONS_H
#define KERNEL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Parse the command line; before any of the others. */
void options_init(const char *command_line);

/* The value of an option, NULL if it is absent. Valid for good. */
const char *option_text(const char *name);

/* The value as a number, @absent if it is not given. Panics if the value is not a number. */
uint64_t option_number(const char *name, uint64_t absent);

/* True if two texts are the same. */
bool text_equal(const char *a, const char *b);

/* Whether @part, which is not empty, is somewhere in @text. */
bool text_contains(const char *text, const char *part);

#endif
