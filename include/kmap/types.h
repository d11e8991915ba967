/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The two structures that an embedding kernel places: kmap_ctrl in its task,
 * kmap_cpu in its per-CPU data. This header needs the architecture only, so
 * that the header that defines a task can include it.
 */
#ifndef KMAP_TYPES_H
#define KMAP_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kmap/config.h>

#include "kmap_arch.h"

/** KMAP_PAGE_SIZE - bytes in a page. */
#define KMAP_PAGE_SIZE ((uintptr_t)1 << KMAP_ARCH_PAGE_SHIFT)

/** KMAP_WINDOW_SLOTS - slots of a window: with guards, each mapping takes one more. */
#define KMAP_WINDOW_SLOTS (KMAP_SLOTS << KMAP_GUARD)

/** KMAP_USED_ALL - the mask of a task whose slots are all in use. */
#define KMAP_USED_ALL ((uint32_t)(0xffffffffu >> (32 - KMAP_WINDOW_SLOTS)))

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
 * @peak:          the lowest @depth_max bits: no mask up to this number has more
 */
struct kmap_counters {
	uint32_t maps;
	uint32_t unmaps;
	uint32_t restores;
	uint32_t invalidations;
	uint32_t depth_max;
	uint32_t peak;
};

/**
 * struct kmap_cpu - the window of one CPU, embedded in the host's per-CPU data
 * @base:     virtual address of slot 0
 * @slot:     the slots
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

#endif
