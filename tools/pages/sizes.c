/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Compiled, never linked: each array has the size of the structure that it is named after.
 */
#include <kmap/kmap.h>

#include "memory.h"

char bytes_for_task[sizeof(struct kmap_ctrl)];
char bytes_for_cpu[sizeof(struct kmap_window)];
char bytes_for_page[sizeof(((struct page *)0)->kmap_word)];
