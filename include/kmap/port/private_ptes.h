/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where KMAP_WINDOW is private: the PTEs of the window, side by side at one address on all
 * CPUs, KMAP_PRIVATE_PTES, which the host defines before it includes this. Each CPU has the
 * page table of its own window there. For ports. Not for callers.
 */
#ifndef KMAP_PORT_PRIVATE_PTES_H
#define KMAP_PORT_PRIVATE_PTES_H

#if KMAP_WINDOW_PRIVATE

/*
 * The PTE of slot @slot of the window of the CPU that executes. A constant and the slot times
 * the size of a PTE, so that it takes no instruction. Its page table exists.
 */
static inline struct kmap_pte *kmap_host_private_pte(unsigned int slot)
{
	return (struct kmap_pte *)(uintptr_t)KMAP_PRIVATE_PTES + slot;
}

#endif

#endif
