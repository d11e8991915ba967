/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An example of a complete host with local mappings only. It is compiled with
 * -DKMAP_ATOMIC=0 -DKMAP_PERSISTENT=0 -DKMAP_IO=0. The page helpers need no hooks, so
 * they need not be disabled. The contract of each function is in
 * arch/template/host/kmap_host.h.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include "kernel.h"

struct kmap_report;
typedef struct page kmap_page_t;

KMAP_DECLARATIONS_BEGIN

KMAP_ASSERT_REGION(WINDOW_BASE, KMAP_WINDOW_SIZE, 0xff000000u, 0xffffffffu);

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &current_task()->kmap;
}

static inline struct kmap_window *kmap_host_window(void)
{
	return &this_cpu()->window;
}

static inline void kmap_host_migrate_disable(void)
{
	current_task()->pins++;
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_host_migrate_enable(void)
{
	__asm__ volatile("" : : : "memory");
	current_task()->pins--;
}

static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return (unsigned long)(page - pages);
}

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return pfn < frames ? &pages[pfn] : NULL;
}

#define KMAP_DIRECT_BASE DIRECT_BASE
#define KMAP_DIRECT_FRAMES direct_frames
#include <kmap/port/direct_linear.h>

static inline uintptr_t kmap_host_window_base(void)
{
	return WINDOW_BASE;
}

/* Not inline; in the kernel: see docs/porting.md. */
struct kmap_pte *kmap_host_window_pte(uintptr_t address);
void kmap_host_bug(const struct kmap_report *report);

KMAP_DECLARATIONS_END

#endif
