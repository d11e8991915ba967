/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Flushes on all CPUs, for mappings that all CPUs share.
 */
#ifndef KMAP_CORE_FLUSH_H
#define KMAP_CORE_FLUSH_H

#include <kmap/config.h>
#include <stdint.h>

#if KMAP_PERSISTENT || KMAP_IO

/* kmap_host_flush_all(), counted. */
void kmap_flush_all(uintptr_t start, uintptr_t end);

/* The number of flushes so far. */
uint32_t kmap_flush_count(void);

/* Add to a word that all CPUs share. */
void kmap_shared_add(uint32_t *word, uint32_t more);

#endif

#endif
