/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The bytes of the frames. Addresses of the fake machine are not memory of this process,
 * so the core is compiled with its memory functions renamed to these, which go through
 * the TLB and the page tables. Each has a step point in the middle.
 */
#ifndef FUZZ_MEMORY_H
#define FUZZ_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#define FUZZ_PAGE 4096u

void *fuzz_memcpy(void *to, const void *from, size_t bytes);
void *fuzz_memset(void *to, int value, size_t bytes);
int fuzz_memcmp(const void *a, const void *b, size_t bytes);

/* The bytes of each frame, and what the model says they must be. */
extern uint8_t fuzz_bytes[][FUZZ_PAGE];
extern uint8_t model_bytes[][FUZZ_PAGE];
/* These frames were written, by the core or the model. */
void memory_touch(uint32_t frames);

/* Reset all frames to their contents at boot, different in each. */
void memory_reset(void);
/* Fail unless all frames written since the last call, except @busy, match the model. */
void memory_check(uint32_t busy);

#endif
