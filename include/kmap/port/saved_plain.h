/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks that keep the PTE of a task that is not running, for ports that write it as they write
 * one in a page table. Include it after one of the pte_*_word*.h beside this file.
 * For ports. Not for callers.
 */
#ifndef KMAP_PORT_SAVED_PLAIN_H
#define KMAP_PORT_SAVED_PLAIN_H

static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	kmap_pte_write(saved, value);
}

static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	kmap_pte_erase(saved);
}

#endif
