// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What the hooks for 32-bit x86 work out once, when Linux knows the machine.
 */
#include <linux/cache.h>
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/memblock.h>

#include "linux/kmap_hooks.h"

pteval_t kmap_x86_plain __ro_after_init;

#ifdef CONFIG_FLATMEM

struct kmap_low kmap_low __ro_after_init = { (struct page *)ULONG_MAX, ULONG_MAX };
EXPORT_SYMBOL(kmap_low);

static void __init low_init(void)
{
	kmap_low.end = pfn_to_page(max_low_pfn);
	kmap_low.bytes = max_low_pfn << PAGE_SHIFT;
}

#else

static void __init low_init(void)
{
}

#endif

void __init kmap_x86_init(void)
{
	BUILD_BUG_ON(IS_ENABLED(CONFIG_PARAVIRT_XXL));
	kmap_x86_plain = pte_val(pfn_pte(0, kmap_prot));
	low_init();
}
