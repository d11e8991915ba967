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

/** KMAP_USED_ALL - the mask of a task whose slots are all in use. */
#define KMAP_USED_ALL ((uint32_t)(0xffffffffu >> (32 - KMAP_SLOTS)))

/**
 * struct kmap_ctrl - the mappings of one task, embedded in the host's task
 * @used:   bit mask of the slots in use. Bits are set by map and cleared by
 *          unmap only: by the task itself, or by an interrupt handler nested
 *          over it that gives back all that it took. The switch code reads it.
 * @pteval: for each slot the PTE to restore when the task comes back to its
 *          CPU; none when the slot is free.
 *
 * Initialise it with kmap_ctrl_init().
 */
struct kmap_ctrl {
	uint32_t used;
	struct kmap_pte pteval[KMAP_SLOTS];
};

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
 * struct kmap_cpu - the window of one CPU, embedded in the host's per-CPU data
 * @base:   virtual address of slot 0
 * @number: number of the CPU, below KMAP_CPUS_MAX
 * @slot:   the slots
 *
 * Initialise it with kmap_cpu_init() before the CPU makes its first mapping.
 */
struct kmap_cpu {
	uintptr_t base;
	unsigned int number;
	struct kmap_slot slot[KMAP_SLOTS];
};

#endif
