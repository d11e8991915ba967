/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A processor with a TLB: PTEs are arch/um's, but a PTE that is written maps
 * nothing. The first access to a page looks for its PTE and keeps what it found
 * until somebody invalidates it.
 */
#ifndef PORT_ARCH_H
#define PORT_ARCH_H

#define kmap_arch_tlb_invalidate_local um_tlb_invalidate_local
#include "../../../arch/um/kmap_arch.h"
#undef kmap_arch_tlb_invalidate_local

/* This CPU forgets what it found for the page at @address. */
void port_tlb_invalidate(void *address);

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	port_tlb_invalidate(address);
}

#endif
