/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Self-tests that only Linux has, for selftest.c.
 */
#ifndef KMAP_SELFTEST_CPUS_H
#define KMAP_SELFTEST_CPUS_H

#include <linux/cpu.h>
#include <linux/errno.h>

#include "kmap_selftest.h"

/*
 * Whether the timer preempts a task that runs in the kernel. 32-bit SPARC can be configured
 * for that, but returns from interrupts without looking.
 */
#define KMAP_SELFTEST_PREEMPTIVE (IS_ENABLED(CONFIG_PREEMPTION) && !IS_ENABLED(CONFIG_SPARC32))

/* The tests, for kmap_selftest_run(). Those that cannot run here say why. */
const struct kmap_selftest_more *kmap_selftest_cpus(void);

/* Two of them: the second is whether a slot that is switched out and in is as empty as before. */
bool kmap_selftest_usercopy(void);
bool kmap_selftest_empty_slots(void);

/* Why a CPU cannot be taken away; NULL if it can. */
const char *kmap_selftest_why_stays(unsigned int cpu);

/* Linux 5.10 declares what takes a CPU away, and gives it back, only where that is built in. */
#ifdef CONFIG_HOTPLUG_CPU

static inline int kmap_selftest_remove_cpu(unsigned int cpu)
{
	return remove_cpu(cpu);
}

static inline int kmap_selftest_add_cpu(unsigned int cpu)
{
	return add_cpu(cpu);
}

#else

static inline int kmap_selftest_remove_cpu(unsigned int cpu)
{
	(void)cpu;
	return -EPERM;
}

static inline int kmap_selftest_add_cpu(unsigned int cpu)
{
	(void)cpu;
	return -EPERM;
}

#endif

#endif
