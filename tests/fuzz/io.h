/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of the I/O window: a list of what is mapped in it.
 */
#ifndef FUZZ_IO_H
#define FUZZ_IO_H

#include "model.h"

void io_model_reset(void);
/* The address of the n-th mapping, newest first; 0 if there are none. */
uintptr_t io_model_address(unsigned int which);
/* The frame at an address, and the bytes to the end of its mapping; or KMAP_IO_NO_PFN. */
unsigned long io_model_find(uintptr_t address, size_t *length);
bool io_model_flying(void);
/* Fail unless every mapping shows its frames on every CPU, and a guard follows it. */
void io_model_check(void);
/* Unmap everything. */
void io_model_finish(void);

#endif
