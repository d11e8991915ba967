/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What barriers.py looks at besides: what a fault handler asks, on Xtensa only.
 */
#include <kmap/kmap.h>

bool fault_is_stale(struct kmap_pte pte, void *address);

bool fault_is_stale(struct kmap_pte pte, void *address)
{
	return kmap_xtensa_fault_is_stale(pte, KMAP_PTE_WRITE, address);
}
