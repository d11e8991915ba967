/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Linux's page tables, as far as <linux/sched.h> needs them for struct kmap_ctrl. The
 * hooks are in kmap_hooks.h, which only mm/kmap/ includes.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <linux/types.h>
#include <asm/page.h>

#define KMAP_ARCH_PAGE_SHIFT PAGE_SHIFT

struct kmap_pte {
	pte_t pte;
};

#endif
