/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The two structures that an embedding kernel places: kmap_ctrl in its task,
 * kmap_cpu in its per-CPU data. This header needs the architecture only, so
 * that the header that defines a task can include it.
 *
 * Both change with the configuration, so every object that includes this header
 * asks the linker for a symbol whose name says what it was configured with, and
 * core/config.c defines the one that the core was compiled with.
 */
#ifndef KMAP_TYPES_H
#define KMAP_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kmap/config.h>

#include "kmap_arch.h"

KMAP_DECLARATIONS_BEGIN

/*
 * On a function that names its caller in reports: it is not inlined, neither by
 * the compiler nor when linking, so that its return address is in the caller.
 */
#define KMAP_NAMES_CALLER __attribute__((noinline))

/** KMAP_PAGE_SIZE - bytes in a page. */
#define KMAP_PAGE_SIZE ((uintptr_t)1 << KMAP_ARCH_PAGE_SHIFT)

/** KMAP_WINDOW_SLOTS - slots of a window: with guards, each mapping takes one more. */
#define KMAP_WINDOW_SLOTS (KMAP_SLOTS << KMAP_GUARD)

/** KMAP_USED_ALL - the mask of a task whose slots are all in use. */
#define KMAP_USED_ALL ((uint32_t)(0xffffffffu >> (32 - KMAP_WINDOW_SLOTS)))

/* Half of the address space at most, with a guard at either end. */
#define KMAP_FITS(pages)                                                                           \
	((uint64_t)(pages) + 2 <= (uint64_t)UINTPTR_MAX / 2 >> KMAP_ARCH_PAGE_SHIFT)

KMAP_STATIC_ASSERT(KMAP_FITS((uint64_t)KMAP_CPUS_MAX *KMAP_WINDOW_SLOTS),
		   "KMAP_CPUS_MAX must be smaller: the windows do not fit the address space");
KMAP_STATIC_ASSERT(!KMAP_PERSISTENT || KMAP_FITS(KMAP_PERSISTENT_PAGES),
		   "KMAP_PERSISTENT_PAGES must be smaller: they do not fit the address space");
KMAP_STATIC_ASSERT(!KMAP_IO || KMAP_FITS(KMAP_IO_PAGES),
		   "KMAP_IO_PAGES must be smaller: they do not fit the address space");

/**
 * KMAP_ASSERT_REGION() - check at compile time where a window lies
 * @base: its address, a constant
 * @size: its bytes: KMAP_WINDOW_SIZE, KMAP_PERSISTENT_SIZE or KMAP_IO_SIZE
 * @from: first byte of the kernel's address space that it may use, guards included
 * @end:  the last byte
 */
#define KMAP_ASSERT_REGION(base, size, from, end)                                                  \
	KMAP_STATIC_ASSERT(                                                                        \
		(base) % KMAP_PAGE_SIZE == 0 && (base) > (uintptr_t)(from) &&                      \
			(base) - (uintptr_t)(from) >= KMAP_PAGE_SIZE &&                            \
			(base) <= (uintptr_t)(end) && (size) <= (uintptr_t)(end) - (base) &&       \
			(uintptr_t)(end) - (base) - (size) >= KMAP_PAGE_SIZE - 1,                  \
		"a window of kmap lies outside, or has no room for a guard on each side")

/* The name of the configuration. A value that is no plain number does not make a name. */
#define KMAP_CONFIG_PASTE(slots, cpus, guard, debug, force, stats, persistent, io)                 \
	kmap_built_with_slots##slots##_cpus##cpus##_guard##guard##_debug##debug##_force##force##_stats##stats##_persistent##persistent##_io##io
#define KMAP_CONFIG_NAME(slots, cpus, guard, debug, force, stats, persistent, io)                  \
	KMAP_CONFIG_PASTE(slots, cpus, guard, debug, force, stats, persistent, io)
#define KMAP_CONFIG_SYMBOL                                                                         \
	KMAP_CONFIG_NAME(KMAP_SLOTS, KMAP_CPUS_MAX, KMAP_GUARD, KMAP_DEBUG, KMAP_FORCE_MAP,        \
			 KMAP_STATS, KMAP_PERSISTENT_PAGES, KMAP_IO_PAGES)

extern const char KMAP_CONFIG_SYMBOL;

/*
 * The question to the linker: a pointer that nobody reads, which neither the
 * compiler nor the linker may leave out. (Assembly would take no memory, but of
 * a name in it link-time optimisation knows nothing, and neither --gc-sections
 * nor every linker looks at a section that is not loaded.)
 */
#if defined(__has_attribute) && __has_attribute(retain)
#define KMAP_KEPT __attribute__((used, retain))
#else
#define KMAP_KEPT __attribute__((used))
#endif

static KMAP_KEPT const char *const kmap_config_asked = &KMAP_CONFIG_SYMBOL;

/** KMAP_WINDOW_SIZE - bytes of virtual address space for the windows of all CPUs. */
#define KMAP_WINDOW_SIZE ((uintptr_t)KMAP_CPUS_MAX * KMAP_WINDOW_SLOTS << KMAP_ARCH_PAGE_SHIFT)

#if KMAP_PERSISTENT
/** KMAP_PERSISTENT_SIZE - bytes of virtual address space for the persistent window. */
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
 * struct kmap_note - what debug mode remembers of a mapping: in its first slot,
 *                    and in all its slots once it was given back
 * @mapper:   code that made it
 * @unmapper: code that gave it back; 0 while it is held
 * @when:     kmap_host_now() when it was made
 * @context:  kmap_host_context() in which it was made
 * @start:    its first slot
 * @pages:    its pages
 */
struct kmap_note {
	uintptr_t mapper;
	uintptr_t unmapper;
	uint64_t when;
	unsigned int context;
	uint16_t start;
	uint16_t pages;
};

/**
 * struct kmap_ctrl - the mappings of one task, embedded in the host's task
 * @used:   bit mask of the slots in use. Bits are set by map and cleared by
 *          unmap only: by the task itself, or by an interrupt handler nested
 *          over it that gives back all that it took. The switch code reads it.
 * @joined: the slots in use that continue the mapping of the slot before
 * @single_end: the first slot of a mapping of several; all in use below are
 *          mappings of their own
 * @pteval: for each slot the PTE to restore when the task comes back to its
 *          CPU; none when the slot is free, or a guard
 * @atomic: kmap_atomic() sections entered; counted in debug mode
 * @note:   debug mode only
 *
 * Initialise it with kmap_ctrl_init().
 */
struct kmap_ctrl {
	uint32_t used;
	uint32_t joined;
	uint32_t single_end;
	struct kmap_pte pteval[KMAP_WINDOW_SLOTS];
	uint32_t atomic;
	struct kmap_note note[KMAP_DEBUG * KMAP_WINDOW_SLOTS];
};

/* Slots in a mask. No compiler builtin: those may call a library that a kernel does not have. */
static inline unsigned int kmap_mask_count(uint32_t mask)
{
	unsigned int count = 0;

	for (; mask; mask &= mask - 1)
		count++;
	return count;
}

/**
 * struct kmap_slot - one slot of a CPU's window; constant after kmap_cpu_init()
 * @address: virtual address of the page that the slot maps
 * @pte:     the PTE of that address. A pointer for each slot, so that a window
 *           may cross page tables that do not lie next to each other.
 */
struct kmap_slot {
	void *address;
	struct kmap_pte *pte;
};

/**
 * struct kmap_counters - what happened on a CPU; read with kmap_stat_read()
 * @maps:          mappings made
 * @unmaps:        mappings given back
 * @restores:      slots restored by switches
 * @invalidations: local invalidations but for the first slot of each unmap
 * @depth_max:     most slots in use at a time
 * @mask_max:      the mask of the lowest @depth_max slots: no smaller mask has more slots
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
 * struct kmap_cpu - what belongs to one CPU, embedded in the host's per-CPU data
 * @base:     virtual address of its window, that is, of slot 0
 * @slot:     the slots of its window
 * @number:   number of the CPU, below KMAP_CPUS_MAX
 * @counters: what happened here
 *
 * Initialise it with kmap_cpu_init() before the CPU makes its first mapping.
 */
struct kmap_cpu {
	uintptr_t base;
	struct kmap_slot slot[KMAP_WINDOW_SLOTS];
	unsigned int number;
	struct kmap_counters counters;
};

KMAP_DECLARATIONS_END

#endif
