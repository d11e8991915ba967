/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fake machine: frames, page tables, and for each CPU a TLB that keeps an entry until
 * it is invalidated.
 */
#ifndef FAKE_MACHINE_H
#define FAKE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cache;
struct kmap_pte;

/* Frames below are directly mapped; the others are high. */
#define FAKE_DIRECT_FRAMES 8
#ifndef FAKE_HIGH_FRAMES
#define FAKE_HIGH_FRAMES 400
#endif
#define FAKE_FRAMES (FAKE_DIRECT_FRAMES + FAKE_HIGH_FRAMES)
#define FAKE_DIRECT_BASE ((uintptr_t)0x100000000000)

/* Returned instead of a PFN if the access faults. */
#define FAKE_FAULT ULONG_MAX

/* One frame of RAM, whose contents are one word; and the words for kmap. */
struct fake_page {
	uint32_t content;
	uint32_t kmap_word;
	uint32_t kmap_holders;
};

extern struct fake_page fake_pages[FAKE_FRAMES];
/* The first address of the windows. */
extern uintptr_t fake_window_base;
/* The executing CPU; fake_execute_on() changes it. */
extern unsigned int fake_cpu_number;
/* Called when a PTE has been set; may be NULL. */
extern void (*fake_set_hook)(void);
/* The number of TLB invalidations. */
extern unsigned long fake_invalidations;
/* Those of whole ranges. */
extern unsigned long fake_range_invalidations;
/* The number of calls of kmap_host_window_pte(). */
extern unsigned long fake_pte_lookups;
/* Set while one CPU sets up the windows of others, which do not run yet. */
extern bool fake_setting_up;

/* Reset: all PTEs none, TLBs empty, every frame with unique contents. */
void fake_machine_reset(void);
/* Free the page tables. */
void fake_machine_free(void);

/*
 * The PFN of frame @index; and the frame of a PFN, NULL if there is none. With PTEs of two
 * words each half of the PFN encodes the index, so that a mix of two PTEs gives no frame.
 */
unsigned long fake_pfn(unsigned int index);
/* PFNs from here on are beyond the machine. */
#define FAKE_PFN_BEYOND (1ul << 52)
struct fake_page *fake_pfn_page(unsigned long pfn);

/* The PTE of a page in the windows; fails the test for any other address. */
struct kmap_pte *fake_window_pte(uintptr_t address);

/* Fail unless @pte is the PTE of @address, which is a page of this CPU's window. */
void fake_pte_check(const struct kmap_pte *pte, const void *address);

/* The same, and fail unless *@pte is none or @value already. */
void fake_pte_check_set(const struct kmap_pte *pte, const void *address, struct kmap_pte value);

/*
 * Fill this CPU's TLB from every valid PTE of its window; where KMAP_WINDOW is task, fill those
 * of all CPUs. Fails if a PTE has no frame.
 */
void fake_tlb_speculate(void);
void fake_tlb_invalidate(const void *address);
void fake_tlb_invalidate_range(const void *address, unsigned int pages);
/* Whether the TLB of CPU @cpu has a translation of @address, which is in its window. */
bool fake_tlb_holds(unsigned int cpu, uintptr_t address);

/*
 * Translate an address as this CPU does: direct map, then TLB, then page tables. Returns
 * the PFN, or FAKE_FAULT.
 */
unsigned long fake_translate(const void *address);

/* Read and write the contents of the frame at an address; a fault fails the test. */
uint32_t fake_read(const void *address);
void fake_write(void *address, uint32_t content);

/* Flush the page at @address from the cache; fails the test unless it is mapped and writable. */
void fake_cache_flush(const void *address);
/* Flushes so far. */
extern unsigned long fake_cache_flushes;

/* The data cache, if there is one: see tests/cache/cache.h. All CPUs share it. */
extern struct cache fake_cache;

/* Drop the page at @address from the cache; fails the test unless it is mapped on this CPU. */
void fake_cache_retire(const void *address);
/* Fail if the page at @address is in the cache. */
void fake_cache_check_empty(const void *address);
/* Pages retired so far. */
extern unsigned long fake_cache_retires;

/* The number of valid PTEs in all windows, including guard pages. */
unsigned int fake_valid_ptes(void);

#endif
