// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * 32-bit SPARC adds to a shared word with no instruction: the compiler calls this function,
 * and it takes a lock of Linux's.
 */
#include <linux/atomic.h>

unsigned int __atomic_fetch_add_4(volatile void *word, unsigned int value, int order);

unsigned int __atomic_fetch_add_4(volatile void *word, unsigned int value, int order)
{
	(void)order;
	return (unsigned int)atomic_fetch_add((int)value, (atomic_t *)word);
}
