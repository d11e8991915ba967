/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interrupt handler of the main job: every timer interrupt maps a high page on top
 * of what the task holds, and increments a counter in it.
 */
#ifndef JOBS_HANDLER_H
#define JOBS_HANDLER_H

#include <stdbool.h>
#include <stdint.h>

/* Allocate a page for each CPU. False if memory runs out. */
bool handler_init(void);

/* Start counting. */
void handler_start(void);

/* Stop. Returns how many mappings were made while the interrupted task held one. */
uint32_t handler_stop(void);

/* Free the pages. */
void handler_free(void);

#endif
