/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the self-tests that only Linux has share. selftest.c runs most of them.
 */
#ifndef KMAP_SELFTEST_LINUX_H
#define KMAP_SELFTEST_LINUX_H

#include <linux/cpu.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/string.h>

struct kmap_selftest_more;

/* What the lines begin with. A file that runs tests of its own has defined another name. */
#ifndef KMAP_SELFTEST_NAME
#define KMAP_SELFTEST_NAME "kmap-selftest"
#endif

#define SAY(text, ...) pr_info(KMAP_SELFTEST_NAME ": " text "\n", ##__VA_ARGS__)

/* Say what is not so, and where; false. */
#define FAILED(what) kmap_selftest_failed(KMAP_SELFTEST_NAME, kbasename(__FILE__), __LINE__, what)

/* What has to be so, or else the test's function returns false. */
#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			return FAILED(#condition);                                                 \
	} while (0)

/*
 * Whether the timer preempts a task that runs in the kernel. 32-bit SPARC can be configured
 * for that, but returns from interrupts without looking.
 */
#define KMAP_SELFTEST_PREEMPTIVE (IS_ENABLED(CONFIG_PREEMPTION) && !IS_ENABLED(CONFIG_SPARC32))

bool kmap_selftest_failed(const char *name, const char *file, unsigned int line, const char *what);

/* The tests, for kmap_selftest_run(). Those that cannot run here say why. */
const struct kmap_selftest_more *kmap_selftest_cpus(void);

/* Three of them: the second is whether a slot that is switched out and in is as empty as before. */
bool kmap_selftest_usercopy(void);
bool kmap_selftest_empty_slots(void);
bool kmap_selftest_high(void);

/* Why a local mapping does not take the address that kmap() gave a page; NULL if it does. */
const char *kmap_selftest_why_not_high(void);

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
