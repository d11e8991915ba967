/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "layout.h"

const size_t layout_in_c[] = { LAYOUT_NUMBERS };
const size_t layout_in_c_count = sizeof(layout_in_c) / sizeof(layout_in_c[0]);
