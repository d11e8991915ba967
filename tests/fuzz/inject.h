/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pieces of program in the middle of an operation.
 */
#ifndef FUZZ_INJECT_H
#define FUZZ_INJECT_H

#include "fuzz.h"

void inject_reset(void);

/*
 * The first instruction of @list says when and how to inject; the next ones are the
 * piece, and the one after them is the operation, which @one runs. Returns how many of
 * the @count instructions were consumed.
 */
unsigned int inject_at(const struct instruction *list, unsigned int count, bool (*moves)(uint8_t),
		       void (*one)(const struct instruction *));

#endif
