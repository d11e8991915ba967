/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The two structures that an embedding kernel places: kmap_ctrl in its task,
 * kmap_window in its per-CPU data, or in its task, too. This header needs the architecture
 * only, so that the header that defines a task can include it.
 *
 * Their sizes depend on the configuration. So every object that includes this
 * header refers to a symbol whose name spells out the configuration, and
 * core/config.c defines the one that the core was compiled with: objects of
 * different configurations do not link.
 */
#ifndef KMAP_TYPES_H
#define KMAP_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kmap/config.h>

#include "kmap_arch.h"

KMAP_DECLARATIONS_BEGIN

/* For a function that names its caller in reports: never inlined, also not at link time. */
#define KMAP_NAMES_CALLER __attribute__((__noinline__))

/** KMAP_PAGE_SIZE - bytes in a page. */
#define KMAP_PAGE_SIZE ((uintptr_t)1 << KMAP_ARCH_PAGE_SHIFT)

/** KMAP_WINDOW_SLOTS - slots of a window: with guards, each mapping takes one more. */
#define KMAP_WINDOW_SLOTS (KMAP_SLOTS << KMAP_GUARD)

/** KMAP_USED_ALL - the mask of a task with all slots in use. */
#define KMAP_USED_ALL ((uint32_t)(0xffffffffu >> (32 - KMAP_WINDOW_SLOTS)))

/* A window and the guards at its ends take at most half of the address space. */
#define KMAP_FITS(pages)                                                                           \
	((uint64_t)(pages) + 2 <= (uint64_t)UINTPTR_MAX / 2 >> KMAP_ARCH_PAGE_SHIFT)

/** KMAP_WINDOWS - windows side by side in the address space: of each CPU or task, or the one of all CPUs. */
#define KMAP_WINDOWS (KMAP_WINDOW_CPU ? KMAP_CPUS_MAX : KMAP_WINDOW_TASK ? KMAP_TASKS_MAX : 1)

KMAP_STATIC_ASSERT(KMAP_FITS((uint64_t)KMAP_WINDOWS *KMAP_WINDOW_SLOTS),
		   "KMAP_CPUS_MAX must be smaller, or KMAP_TASKS_MAX: the windows do not fit the "
		   "address space");
KMAP_STATIC_ASSERT(!KMAP_PERSISTENT || KMAP_FITS(KMAP_PERSISTENT_PAGES),
		   "KMAP_PERSISTENT_PAGES must be smaller: they do not fit the address space");
KMAP_STATIC_ASSERT(!KMAP_IO || KMAP_FITS(KMAP_IO_PAGES),
		   "KMAP_IO_PAGES must be smaller: they do not fit the address space");

/**
 * KMAP_ASSERT_REGION() - check at compile time where a window lies
 * @base: its address, a constant
 * @size: its bytes: KMAP_WINDOW_SIZE, KMAP_PERSISTENT_SIZE or KMAP_IO_SIZE
 * @from: first byte of the address space that it may use, guards included
 * @end:  last byte of that
 */
#define KMAP_ASSERT_REGION(base, size, from, end)                                                  \
	KMAP_STATIC_ASSERT(                                                                        \
		(base) % KMAP_PAGE_SIZE == 0 && (base) > (uintptr_t)(from) &&                      \
			(base) - (uintptr_t)(from) >= KMAP_PAGE_SIZE &&                            \
			(base) <= (uintptr_t)(end) && (size) <= (uintptr_t)(end) - (base) &&       \
			(uintptr_t)(end) - (base) - (size) >= KMAP_PAGE_SIZE - 1,                  \
		"a window of kmap lies outside, or has no room for a guard on each side")

/* Whether @size bytes and a guard have room between two addresses. */
#define KMAP_ROOM(from, to, size)                                                                  \
	((uintptr_t)(to) - (uintptr_t)(from) >= KMAP_PAGE_SIZE &&                                  \
	 (uintptr_t)(to) - (uintptr_t)(from)-KMAP_PAGE_SIZE >= (size))

/* Whether two windows are apart, whichever is the lower one: from each to the other, around the end. */
#define KMAP_APART(base, size, base2, size2)                                                       \
	(KMAP_ROOM(base, base2, size) && KMAP_ROOM(base2, base, size2))

/**
 * KMAP_ASSERT_APART() - check at compile time that two windows are apart
 * @base:  address of one of them, a constant
 * @size:  its bytes: KMAP_WINDOW_SIZE, KMAP_PERSISTENT_SIZE or KMAP_IO_SIZE
 * @base2: address of another one, or of the direct map, a constant
 * @size2: its bytes
 *
 * A guard has room between them; two windows may share it. For each pair of windows,
 * and for each window and the direct map. Where an address is not a constant, set-up
 * checks: kmap_window_init(), kmap_persistent_init() and io_mapping_create_wc() do in
 * any case.
 */
#define KMAP_ASSERT_APART(base, size, base2, size2)                                                \
	KMAP_STATIC_ASSERT(KMAP_APART(base, size, base2, size2),                                   \
			   "a window of kmap overlaps another one or the direct map, or has no "   \
			   "room for a guard between them")

/** KMAP_DEPTH - mappings of one page that fit at any time, even if all pages have one cache colour. */
#define KMAP_DEPTH (KMAP_SLOTS / KMAP_ARCH_COLOURS)

/**
 * KMAP_ASSERT_DEPTH() - check at compile time how many mappings of one page are sure to fit
 * @depth: how many the host needs, in its tasks and the handlers nested over them
 */
#define KMAP_ASSERT_DEPTH(depth)                                                                   \
	KMAP_STATIC_ASSERT(KMAP_DEPTH >= (depth), "KMAP_SLOTS must be larger: where all pages "    \
						  "have one cache colour, too few mappings fit")

/* 1: the hooks that an unmap calls may be given any byte of the page, not only its first one. */
#ifndef KMAP_ARCH_UNMAPS_ANY_BYTE
#define KMAP_ARCH_UNMAPS_ANY_BYTE 0
#endif

/*
 * How many pages the helpers for many map side by side, so that one invalidation is for all
 * of them. For a port that has defined KMAP_ARCH_INVALIDATES_RANGES.
 */
#ifndef KMAP_ARCH_PAGES_AT_ONCE
#define KMAP_ARCH_PAGES_AT_ONCE 1
#endif
KMAP_STATIC_ASSERT(KMAP_ARCH_PAGES_AT_ONCE >= 1, "KMAP_ARCH_PAGES_AT_ONCE must be at least 1");

/* What objects must agree on about the architecture, as a word; see arch/template. */
#ifndef KMAP_ARCH_CONFIG
#define KMAP_ARCH_CONFIG any
#endif

/* The symbol of a configuration. Values must be plain numbers to be part of it. */
#define KMAP_CONFIG_PASTE(window, slots, cpus, tasks, guard, debug, force, stats, persistent, io,  \
			  arch)                                                                    \
	kmap_built_with_window_##window##_slots##slots##_cpus##cpus##_tasks##tasks##_guard##guard##_debug##debug##_force##force##_stats##stats##_persistent##persistent##_io##io##_##arch
#define KMAP_CONFIG_NAME(window, slots, cpus, tasks, guard, debug, force, stats, persistent, io,   \
			 arch)                                                                     \
	KMAP_CONFIG_PASTE(window, slots, cpus, tasks, guard, debug, force, stats, persistent, io,  \
			  arch)
#define KMAP_CONFIG_SYMBOL                                                                         \
	KMAP_CONFIG_NAME(KMAP_WINDOW, KMAP_SLOTS, KMAP_CPUS_MAX, KMAP_TASKS_MAX, KMAP_GUARD,       \
			 KMAP_DEBUG, KMAP_FORCE_MAP, KMAP_STATS, KMAP_PERSISTENT_PAGES,            \
			 KMAP_IO_PAGES, KMAP_ARCH_CONFIG)

extern const char KMAP_CONFIG_SYMBOL;

/*
 * The reference to the symbol: a pointer that nobody reads, and that neither the
 * compiler nor the linker may leave out. Assembly in a section that is not loaded
 * would take no memory, but link-time optimisation does not see its symbols, and
 * neither --gc-sections nor lld looks into such sections.
 */
#if defined(__has_attribute) && __has_attribute(retain)
#define KMAP_KEPT __attribute__((used, retain))
#else
#define KMAP_KEPT __attribute__((used))
#endif

#if KMAP_CHECK_CONFIG
static KMAP_KEPT const char *const kmap_config_asked = &KMAP_CONFIG_SYMBOL;
#endif

/** KMAP_WINDOW_SIZE - bytes of virtual address space of the windows of all CPUs. */
#define KMAP_WINDOW_SIZE ((uintptr_t)KMAP_WINDOWS * KMAP_WINDOW_SLOTS << KMAP_ARCH_PAGE_SHIFT)

#if KMAP_PERSISTENT
/** KMAP_PERSISTENT_SIZE - bytes of virtual address space of the persistent window. */
#define KMAP_PERSISTENT_SIZE ((uintptr_t)KMAP_PERSISTENT_PAGES << KMAP_ARCH_PAGE_SHIFT)
#endif

#if KMAP_IO
/** KMAP_IO_SIZE - bytes of virtual address space of the I/O window. */
#define KMAP_IO_SIZE ((uintptr_t)KMAP_IO_PAGES << KMAP_ARCH_PAGE_SHIFT)
#endif

/** KMAP_CONTEXT_TASK - kmap_host_context() outside all interrupt handlers. */
#define KMAP_CONTEXT_TASK 0u
/** KMAP_CONTEXT_NMI - kmap_host_context() in a non-maskable interrupt. */
#define KMAP_CONTEXT_NMI UINT32_MAX

/**
 * struct kmap_note - what debug mode records about a mapping: for its first slot
 *                    while it is held, for all its slots after the unmap
 * @mapper:   address of the code that mapped it
 * @unmapper: address of the code that unmapped it; 0 while it is held
 * @when:     kmap_host_now() when it was made
 * @context:  kmap_host_context() in which it was made
 * @start:    its first slot
 * @pages:    its pages
 * @atomic:   it was made by a function of the kmap_atomic family
 * @cpu:      the CPU on which it was made
 */
struct kmap_note {
	uintptr_t mapper;
	uintptr_t unmapper;
	uint64_t when;
	unsigned int context;
	uint16_t start;
	uint16_t pages;
	bool atomic;
	unsigned int cpu;
};

/**
 * struct kmap_ctrl - the mappings of one task, embedded in the host's task
 * @used:   bit mask of the slots in use. Only map sets bits and only unmap clears
 *          them: in the task itself, or in an interrupt handler nested over it
 *          that gives back all that it took. The switch only reads the mask.
 * @joined: the slots in use that continue the mapping of the slot before
 * @single_end: the lowest slot that belongs to a mapping of several; every slot in
 *          use below it is a mapping of its own
 * @pteval: for each slot the PTE to restore when the task returns to a CPU; none when the
 *          slot is free or a guard. Where KMAP_WINDOW is task, nothing is restored: these are
 *          the PTEs of its window themselves
 * @cpu:    the CPU that the task came to last; only where KMAP_WINDOW is task
 * @atomic: depth of kmap_atomic() sections; debug mode only
 * @note:   debug mode only
 *
 * Initialise it with kmap_ctrl_init().
 */
struct kmap_ctrl {
	uint32_t used;
	uint32_t joined;
	uint32_t single_end;
#if KMAP_WINDOW_TASK
	struct kmap_pte *pteval;
	unsigned int cpu;
#else
	struct kmap_pte pteval[KMAP_WINDOW_SLOTS];
#endif
	uint32_t atomic;
	struct kmap_note note[KMAP_DEBUG * KMAP_WINDOW_SLOTS];
};

/* Bits set in a mask. No builtin: it may call a library that a kernel does not have. */
static inline unsigned int kmap_mask_count(uint32_t mask)
{
	unsigned int count = 0;

	for (; mask; mask &= mask - 1)
		count++;
	return count;
}

/**
 * struct kmap_slot - one slot of a window; constant
 * @address: virtual address of the page that the slot maps
 * @pte:     the PTE of that address. Each slot has a pointer of its own, because a
 *           window may cross page tables that are not adjacent.
 */
struct kmap_slot {
	void *address;
	struct kmap_pte *pte;
};

/**
 * struct kmap_counters - events in a window; read them with kmap_stat_read()
 * @maps:          mappings made
 * @unmaps:        mappings given back
 * @restores:      slots restored by switches
 * @invalidations: local invalidations, without the first of each unmap
 * @depth_max:     most slots in use at a time
 * @mask_max:      the mask of the lowest @depth_max slots: no smaller mask has more. Where
 *                 KMAP_WINDOW is task it is kept without KMAP_STATS as well: all its slots
 *                 are in the @touched of their window
 */
struct kmap_counters {
	uint32_t maps;
	uint32_t unmaps;
	uint32_t restores;
	uint32_t invalidations;
	uint32_t depth_max;
	uint32_t mask_max;
};

/**
 * struct kmap_window - a window, embedded in the host's per-CPU data, or, where KMAP_WINDOW is
 *                      task, beside the stack of each task
 * @base:     virtual address of slot 0
 * @slot:     its slots; only where KMAP_WINDOW is cpu. Else the PTEs lie side by side, and
 *            there is no such table
 * @ptes:     its first PTE; only where KMAP_WINDOW is task
 * @touched:  the slots that have ever shown a page, whichever task had the window; only
 *            where KMAP_WINDOW is task. It outlives the task
 * @number:   number of the CPU, below KMAP_CPUS_MAX, or of the task's window, below
 *            KMAP_TASKS_MAX
 * @counters: what happened in it
 * @address:  the addresses of its slots, where there is no @slot: a load where the compiler
 *            would compute one in two or three instructions
 *
 * Initialise it with kmap_window_init() before the first mapping is made in it.
 */
struct kmap_window {
	uintptr_t base;
	struct kmap_slot slot[KMAP_WINDOW_CPU * KMAP_WINDOW_SLOTS];
#if KMAP_WINDOW_TASK
	struct kmap_pte *ptes;
	uint32_t touched;
#endif
	unsigned int number;
	struct kmap_counters counters;
	void *address[!KMAP_WINDOW_CPU * KMAP_WINDOW_SLOTS];
};

KMAP_DECLARATIONS_END

#endif
