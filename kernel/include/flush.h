/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * TLB flushes on all CPUs.
 */
#ifndef KERNEL_FLUSH_H
#define KERNEL_FLUSH_H

#include <stdint.h>

/*
 * Drop the translations of [@start, @end), whole pages of kernel addresses,
 * from the TLB of every CPU; returns when all have done so. Task context,
 * interrupts on. The caller holds no lock that a CPU waits for with interrupts off.
 */
void flush_all_cpus(uintptr_t start, uintptr_t end);

/* The flush interrupt: do the flush that another CPU asked for. Interrupts off. */
void flush_answer(void);

/* This CPU counts as online from now on: drop what its TLB may hold. Interrupts off. */
void flush_cpu_online(void);

#endif
