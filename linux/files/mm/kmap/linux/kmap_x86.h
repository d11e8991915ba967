/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Shorter hooks for 32-bit x86, on which no hypervisor takes page tables or the TLB over
 * (that is CONFIG_PARAVIRT_XXL, of 64-bit kernels). So arch_flush_lazy_mmu_mode() of its
 * asm/highmem.h does nothing, and is left out.
 */
#ifndef KMAP_X86_H
#define KMAP_X86_H

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/vmstat.h>
#include <asm/tlbflush.h>

/*
 * The PTE of frame 0 with kmap_prot, as the processor supports it. Linux decides about
 * that when it maps its own memory, and kmap_local_init() comes later.
 */
extern pteval_t kmap_x86_plain;

void kmap_x86_init(void);

/*
 * INVLPG is enough: a 32-bit kernel has no process-context identifiers, with page table
 * isolation neither, so that a CPU has one set of translations. What the instruction
 * drops is dropped for the page tables of the kernel and of user mode, of this process
 * and of all others, and global or not.
 */
static inline void kmap_x86_invalidate(const void *address)
{
	count_vm_tlb_event(NR_TLB_LOCAL_FLUSH_ONE);
	__asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

#ifdef CONFIG_X86_PAE

/* By halves: the compiler takes more for a shift of 64 bits. */
static inline pte_t kmap_x86_pte(unsigned long pfn)
{
	return (pte_t){ { .pte_low = pfn << PAGE_SHIFT | (unsigned long)kmap_x86_plain,
			  .pte_high = pfn >> (BITS_PER_LONG - PAGE_SHIFT) |
				      (unsigned long)(kmap_x86_plain >> BITS_PER_LONG) } };
}

#else

static inline pte_t kmap_x86_pte(unsigned long pfn)
{
	return __pte(pfn << PAGE_SHIFT | kmap_x86_plain);
}

#endif

#define kmap_hook_invalidate(address) kmap_x86_invalidate(address)
#define kmap_hook_plain(pfn) kmap_x86_pte(pfn)
#define kmap_hook_init() kmap_x86_init()

#endif
