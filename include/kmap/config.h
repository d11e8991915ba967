/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the embedding kernel may choose, and the defaults. To choose another
 * value, give it with -D, as a plain decimal number (KMAP_WINDOW is a word), on the
 * command line of every file that includes a header of kmap: the values change the size
 * of structures.
 * Objects compiled with different sizes do not link, see <kmap/types.h>.
 */
#ifndef KMAP_CONFIG_H
#define KMAP_CONFIG_H

/** KMAP_VERSION - this version: major * 10000 + minor * 100 + patch. See CHANGELOG.md. */
#define KMAP_VERSION 20000

/**
 * KMAP_SLOTS - mappings that a task and the handlers nested over it may hold; 1 to 32. Where the
 * cache has colours they are shared out among these: see KMAP_DEPTH, in <kmap/types.h>.
 */
#ifndef KMAP_SLOTS
#define KMAP_SLOTS 16
#endif

/** KMAP_CPUS_MAX - CPUs that have a window, at least 1. */
#ifndef KMAP_CPUS_MAX
#define KMAP_CPUS_MAX 8
#endif

/**
 * KMAP_WINDOW - the kind of window, a word:
 *
 * cpu:     each CPU has a window at an address of its own, in page tables that all CPUs
 *          share. A task that holds a mapping is pinned to its CPU.
 * private: all CPUs have their window at one and the same address, each through page
 *          tables of its own. Nothing is pinned: a task takes its mappings along.
 * task:    each task has a window at an address of its own, in page tables that all CPUs
 *          share. Nothing is pinned, and a switch moves nothing. What an unmapped address
 *          can still reach on other CPUs, by speculation only, is in docs/proof.md.
 *
 * docs/proof.md says why each is right, docs/porting.md what the host does for each.
 */
#ifndef KMAP_WINDOW
#define KMAP_WINDOW cpu
#endif

#define KMAP_KIND_cpu 1
#define KMAP_KIND_private 2
#define KMAP_KIND_task 3
#define KMAP_KIND_PASTE(kind) KMAP_KIND_##kind
#define KMAP_KIND(kind) KMAP_KIND_PASTE(kind)

/** KMAP_WINDOW_CPU - 1 if KMAP_WINDOW is cpu, else 0. Not to be set; nor are the next two. */
#define KMAP_WINDOW_CPU (KMAP_KIND(KMAP_WINDOW) == KMAP_KIND_cpu)
/** KMAP_WINDOW_PRIVATE - 1 if KMAP_WINDOW is private, else 0. */
#define KMAP_WINDOW_PRIVATE (KMAP_KIND(KMAP_WINDOW) == KMAP_KIND_private)
/** KMAP_WINDOW_TASK - 1 if KMAP_WINDOW is task, else 0. */
#define KMAP_WINDOW_TASK (KMAP_KIND(KMAP_WINDOW) == KMAP_KIND_task)

#if KMAP_WINDOW_CPU + KMAP_WINDOW_PRIVATE + KMAP_WINDOW_TASK != 1
#error "KMAP_WINDOW must be cpu, private or task"
#endif

/** KMAP_TASKS_MAX - windows of tasks, at least 1; looked at only where KMAP_WINDOW is task. */
#ifndef KMAP_TASKS_MAX
#define KMAP_TASKS_MAX 64
#endif

/*
 * The families of functions. A family set to 0 is left out: it declares nothing,
 * compiles to nothing, and needs no hook of the host.
 */

/** KMAP_ATOMIC - 1: kmap_atomic() and its variants, <kmap/atomic.h>. */
#ifndef KMAP_ATOMIC
#define KMAP_ATOMIC 1
#endif

/** KMAP_PERSISTENT - 1: kmap(), kunmap() and their variants, <kmap/persistent.h>. */
#ifndef KMAP_PERSISTENT
#define KMAP_PERSISTENT 1
#endif

/** KMAP_IO - 1: mappings of device memory, <kmap/io.h>. */
#ifndef KMAP_IO
#define KMAP_IO 1
#endif

/** KMAP_HELPERS - 1: functions that copy, fill and compare pages, <kmap/helpers.h>. */
#ifndef KMAP_HELPERS
#define KMAP_HELPERS 1
#endif

/** KMAP_PERSISTENT_PAGES - size of the persistent window in pages, at least 1. */
#ifndef KMAP_PERSISTENT_PAGES
#define KMAP_PERSISTENT_PAGES 1024
#endif

/** KMAP_IO_PAGES - size of the I/O window in pages, guards included, at least 1. */
#ifndef KMAP_IO_PAGES
#define KMAP_IO_PAGES 64
#endif

/**
 * KMAP_DEBUG - 1: guards between mappings; a note of the call site, time and
 * context of every mapping; and checks that use them. See <kmap/report.h>.
 */
#ifndef KMAP_DEBUG
#define KMAP_DEBUG 0
#endif

/** KMAP_GUARD - 1: a slot that is never mapped follows every mapping, so that an overrun faults. */
#ifndef KMAP_GUARD
#define KMAP_GUARD KMAP_DEBUG
#endif

/**
 * KMAP_FORCE_MAP - 1: directly mapped pages get slots as well, so that code that
 * forgets to map fails on any machine.
 */
#ifndef KMAP_FORCE_MAP
#define KMAP_FORCE_MAP 0
#endif

/** KMAP_STATS - 1: keep the counters of <kmap/stat.h>. */
#ifndef KMAP_STATS
#define KMAP_STATS 1
#endif

/**
 * KMAP_INLINE - 1: the fast paths of map and unmap are compiled into their
 * callers (fewest instructions); 0: they are functions of the core, which callers
 * call (smallest code).
 */
#ifndef KMAP_INLINE
#define KMAP_INLINE 1
#endif

/**
 * KMAP_CHECK_CONFIG - 1: objects compiled with different options do not link. 0: for a
 * host whose build system gives all objects the same options, as Linux's does.
 */
#ifndef KMAP_CHECK_CONFIG
#define KMAP_CHECK_CONFIG 1
#endif

/* An assertion in C and in C++. */
#ifdef __cplusplus
#define KMAP_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define KMAP_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#endif

/* Around the declarations of each header: in C++ they have C linkage. */
#ifdef __cplusplus
#define KMAP_DECLARATIONS_BEGIN extern "C" {
#define KMAP_DECLARATIONS_END }
#else
#define KMAP_DECLARATIONS_BEGIN
#define KMAP_DECLARATIONS_END
#endif

/*
 * After the declaration of a function of C++ that must not be called. Compilers
 * that cannot print a text yet show the line that it stands on.
 */
#ifdef __cpp_deleted_function
#define KMAP_DELETED(text) = delete (text)
#else
#define KMAP_DELETED(text) = delete
#endif

#define KMAP_ASSERT_SWITCH(name)                                                                   \
	KMAP_STATIC_ASSERT((name) == 0 || (name) == 1, #name " must be 0 or 1")

KMAP_ASSERT_SWITCH(KMAP_ATOMIC);
KMAP_ASSERT_SWITCH(KMAP_PERSISTENT);
KMAP_ASSERT_SWITCH(KMAP_IO);
KMAP_ASSERT_SWITCH(KMAP_HELPERS);
KMAP_ASSERT_SWITCH(KMAP_DEBUG);
KMAP_ASSERT_SWITCH(KMAP_GUARD);
KMAP_ASSERT_SWITCH(KMAP_FORCE_MAP);
KMAP_ASSERT_SWITCH(KMAP_STATS);
KMAP_ASSERT_SWITCH(KMAP_INLINE);
KMAP_STATIC_ASSERT(KMAP_SLOTS >= 1 && KMAP_SLOTS <= 32,
		   "KMAP_SLOTS must be 1 to 32: a mask of one word");
KMAP_STATIC_ASSERT((KMAP_SLOTS) << KMAP_GUARD <= 32, "with guards, KMAP_SLOTS must be at most 16");
KMAP_STATIC_ASSERT(KMAP_GUARD >= KMAP_DEBUG, "KMAP_DEBUG comes with guards");
KMAP_STATIC_ASSERT(KMAP_CPUS_MAX >= 1 && KMAP_CPUS_MAX <= 0x7fffffff,
		   "KMAP_CPUS_MAX must be 1 to 0x7fffffff");
KMAP_STATIC_ASSERT(KMAP_TASKS_MAX >= 1 && KMAP_TASKS_MAX <= 0x7fffffff,
		   "KMAP_TASKS_MAX must be 1 to 0x7fffffff");
KMAP_STATIC_ASSERT(KMAP_PERSISTENT_PAGES >= 1 && KMAP_PERSISTENT_PAGES <= 0x7fffffff,
		   "KMAP_PERSISTENT_PAGES must be 1 to 0x7fffffff");
KMAP_STATIC_ASSERT(KMAP_IO_PAGES >= 1 && KMAP_IO_PAGES <= 0x7fffffff,
		   "KMAP_IO_PAGES must be 1 to 0x7fffffff");

#endif
