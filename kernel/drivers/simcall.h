/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SIMCALL: calls to the simulator or emulator of an Xtensa processor, for files of the host.
 */
#ifndef DRIVERS_SIMCALL_H
#define DRIVERS_SIMCALL_H

#include <stddef.h>

/* Create a file, or make it empty; its number, negative if that fails. */
int simcall_create(const char *path);

/* Write; how many bytes were written, negative if that fails. @bytes are in the direct map. */
int simcall_write(int file, const void *bytes, size_t count);

void simcall_close(int file);

#endif
