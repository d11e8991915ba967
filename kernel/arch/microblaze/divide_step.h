/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The step of a long division, for kernel/drivers/divide.c.
 */
#ifndef MICROBLAZE_DIVIDE_STEP_H
#define MICROBLAZE_DIVIDE_STEP_H

#include "divide_by_bits.h"

#endif
