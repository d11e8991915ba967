/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Bits of an x86 PTE that are in the same place with two-level page tables and with PAE.
 */
#ifndef KMAP_X86_PTE_FLAGS_H
#define KMAP_X86_PTE_FLAGS_H

#define KMAP_PTE_PRESENT 0x001u
#define KMAP_PTE_WRITE 0x002u
#define KMAP_PTE_WRITE_THROUGH 0x008u
#define KMAP_PTE_CACHE_DISABLE 0x010u
#define KMAP_PTE_ACCESSED 0x020u
#define KMAP_PTE_DIRTY 0x040u

#endif
