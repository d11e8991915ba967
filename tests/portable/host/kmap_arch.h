/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A processor with a TLB. PTEs are those of arch/um, but writing a PTE maps nothing. The
 * first access to a page reads its PTE, and the translation is kept until it is
 * invalidated.
 */
#ifndef PORT_ARCH_H
#define PORT_ARCH_H

#define kmap_arch_tlb_invalidate_local um_tlb_invalidate_local
#include "../../../arch/um/kmap_arch.h"
#undef kmap_arch_tlb_invalidate_local

/* Drop this CPU's translation of the page at @address. */
void port_tlb_invalidate(void *address);

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	port_tlb_invalidate(address);
}

#endif
