/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The configuration that the core was compiled with, as a name for the linker:
 * see <kmap/types.h>.
 */
#include <kmap/types.h>

__attribute__((used)) const char KMAP_CONFIG_SYMBOL = 0;
