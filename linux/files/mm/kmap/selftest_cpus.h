/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Self-tests that only Linux has, for selftest.c.
 */
#ifndef KMAP_SELFTEST_CPUS_H
#define KMAP_SELFTEST_CPUS_H

#include "kmap_selftest.h"

/* The tests, for kmap_selftest_run(). Those that cannot run here say why. */
const struct kmap_selftest_more *kmap_selftest_cpus(void);

/* One of them: whether an empty slot that is switched out and in is as empty as before. */
bool kmap_selftest_empty_slots(void);

#endif
