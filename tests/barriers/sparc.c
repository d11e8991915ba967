/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What barriers.py looks at besides in the port for SPARC: words that CPUs share.
 */
#include <kmap/kmap.h>

bool shared_swap(uint32_t *word, uint32_t old, uint32_t value);
void shared_store(uint32_t *word, uint32_t value);
void count(uint32_t *counter);

bool shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	return kmap_arch_shared_swap(word, old, value);
}

void shared_store(uint32_t *word, uint32_t value)
{
	kmap_arch_shared_store(word, value);
}

void count(uint32_t *counter)
{
	kmap_arch_count(counter);
}
