/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interrupt handlers' part of the main job: every timer interrupt maps a
 * high page over whatever the task holds, and counts in it.
 */
#ifndef JOBS_HANDLER_H
#define JOBS_HANDLER_H

#include <stdbool.h>
#include <stdint.h>

/* Take a page for each CPU. False when memory is out. */
bool handler_init(void);

/* Count from now on. */
void handler_start(void);

/* Stop. Returns how many mappings were made over a task that held one. */
uint32_t handler_stop(void);

/* Give the pages back. */
void handler_free(void);

#endif
