/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fake machine: frames, page tables, and for each CPU a TLB that keeps
 * what it has read until it is told to forget it.
 */
#ifndef FAKE_MACHINE_H
#define FAKE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kmap_pte;

/* Frames below are directly mapped; the others are high. */
#define FAKE_DIRECT_FRAMES 8
#ifndef FAKE_HIGH_FRAMES
#define FAKE_HIGH_FRAMES 400
#endif
#define FAKE_FRAMES (FAKE_DIRECT_FRAMES + FAKE_HIGH_FRAMES)
#define FAKE_DIRECT_BASE ((uintptr_t)0x100000000000)

/* PTEs in a page table: few, so that windows cross from one table into the next. */
#define FAKE_TABLE_PTES 8
/* Where in its table the first PTE of the windows lies. */
#define FAKE_TABLE_SKEW 5

/* What is returned instead of a frame number when the access faults. */
#define FAKE_FAULT ULONG_MAX

/* One frame of RAM; its contents are one word. Another word is kmap's. */
struct fake_page {
	uint32_t content;
	uint32_t kmap_word;
	uint32_t kmap_holders;
};

extern struct fake_page fake_pages[FAKE_FRAMES];
/* First address of the windows. */
extern uintptr_t fake_window_base;
/* The CPU that executes just now. */
extern unsigned int fake_cpu_number;
/* Called when a PTE has been set; NULL for nothing. */
extern void (*fake_set_hook)(void);
/* TLB invalidations so far. */
extern unsigned long fake_invalidations;
/* How often the core asked for the PTE of an address. */
extern unsigned long fake_pte_lookups;
/* The executing CPU sets up the windows of others, which do not run yet. */
extern bool fake_setting_up;

/* All PTEs none, all TLBs empty, every frame with contents of its own. */
void fake_machine_reset(void);
/* Give the memory of the page tables back. */
void fake_machine_free(void);

/*
 * The frame number of frame @index, and back (NULL for a number that is no
 * frame). With wide PTEs each half of the number tells the index, so that a
 * PTE mixed from two others is no frame.
 */
unsigned long fake_pfn(unsigned int index);
/* Frame numbers from here on are beyond the machine. */
#define FAKE_PFN_BEYOND (1ul << 52)
struct fake_page *fake_pfn_page(unsigned long pfn);

/* The PTE of a page in the windows; the test fails for any other address. */
struct kmap_pte *fake_window_pte(uintptr_t address);

/* Fail unless @pte is the PTE of @address, which is a page of this CPU's window. */
void fake_pte_check(const struct kmap_pte *pte, const void *address);

/* The same, and fail unless *@pte is none or @value already. */
void fake_pte_check_set(const struct kmap_pte *pte, const void *address, struct kmap_pte value);

/* Fill this CPU's TLB from every valid PTE of its window. Fails on a PTE of no frame. */
void fake_tlb_speculate(void);
void fake_tlb_invalidate(const void *address);
/* Whether the TLB of CPU @cpu holds a translation of @address, an address in its window. */
bool fake_tlb_holds(unsigned int cpu, uintptr_t address);

/*
 * Access through an address as this CPU does it: direct map, then TLB, then
 * page tables. Gives the frame number, or FAKE_FAULT.
 */
unsigned long fake_translate(const void *address);

/* Read and write the contents of the frame there; the test fails on a fault. */
uint32_t fake_read(const void *address);
void fake_write(void *address, uint32_t content);

/* Flush the page at @address from the cache; the test fails unless it is mapped and writable. */
void fake_cache_flush(const void *address);
/* Flushes so far. */
extern unsigned long fake_cache_flushes;

/* Empty the cache of the page at @address; the test fails unless it is mapped here and now. */
void fake_cache_retire(const void *address);
/* Fail if the cache holds something of the page at @address. */
void fake_cache_check_empty(const void *address);
/* Pages retired so far. */
extern unsigned long fake_cache_retires;

/* PTEs of all windows, guard pages among them, that are valid. */
unsigned int fake_valid_ptes(void);

#endif
