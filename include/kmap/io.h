/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of device memory, write-combining where the processor supports it. The
 * interface follows Linux's io_mapping functions.
 *
 * A struct io_mapping describes a range of physical addresses, for instance a
 * frame buffer. Parts of it are mapped in one of two ways:
 *
 *   io_mapping_map_local_wc()  one page, for the current task, in a slot like
 *                              any kmap_local_page(): cheap, short-lived
 *   io_mapping_map_wc()        several pages, for all tasks and CPUs, until
 *                              they are unmapped: costly, long-lived
 *
 * Write-combining means that writes may be gathered and reordered before they reach
 * the device. Where their order matters, use the processor's write barrier.
 *
 * Long-lived mappings lie in the I/O window: KMAP_IO_PAGES pages upwards from
 * kmap_host_io_base(), half-open. Each is followed by a guard, a page that is never
 * mapped, so that an overrun faults. The page below the window and the one at its end
 * are guards as well.
 */
#ifndef KMAP_IO_H
#define KMAP_IO_H

#include <kmap/local.h>

#if KMAP_IO

KMAP_DECLARATIONS_BEGIN

/** KMAP_IO_NO_PFN - what kmap_io_to_pfn() returns for an address that is not mapped. */
#define KMAP_IO_NO_PFN (~0ul)

/**
 * struct io_mapping - a range of device memory
 * @first_pfn: frame number of its first page
 * @pages:     how many pages it has; 0 once it is freed
 * @prot:      the architecture's attributes of its mappings
 * @held:      long-lived mappings of it that exist; under kmap_host_shared_lock()
 */
struct io_mapping {
	unsigned long first_pfn;
	unsigned long pages;
	kmap_prot_t prot;
	unsigned int held;
};

/**
 * io_mapping_create_wc() - describe a range of device memory
 * @storage: the caller's, to be filled in; in use until io_mapping_free()
 * @base:    physical address of its first byte, a multiple of KMAP_PAGE_SIZE
 * @size:    bytes, a multiple of KMAP_PAGE_SIZE and not 0
 *
 * Maps nothing yet and allocates nothing. The caller makes sure that the range is
 * device memory, and that it is not mapped with other attributes elsewhere.
 *
 * Context: any. Return: @storage; NULL on an error.
 * Error: a range of no pages or not of whole pages, or frame numbers that an unsigned
 * long cannot hold (KMAP_BUG_IO_RANGE); the I/O window or one of its guards overlaps
 * another window, or is directly mapped (KMAP_BUG_OVERLAP).
 * Cost: KMAP_IO_PAGES comparisons.
 */
struct io_mapping *io_mapping_create_wc(struct io_mapping *storage, uint64_t base,
					uint64_t size) KMAP_NAMES_CALLER;

/**
 * io_mapping_free() - stop using a range
 * @mapping: from io_mapping_create_wc()
 *
 * Afterwards nothing in it can be mapped, and @mapping's memory is the caller's
 * again. Local mappings of it stay until the tasks that hold them unmap them.
 *
 * Context: task. Error: long-lived mappings of it still exist (KMAP_BUG_IO_HELD);
 * they remain valid and can still be unmapped.
 * Cost: constant; after that error KMAP_IO_PAGES steps.
 */
void io_mapping_free(struct io_mapping *mapping) KMAP_NAMES_CALLER;

/**
 * io_mapping_map_local_wc() - map a page of the range for the current task
 * @mapping: the range
 * @offset:  bytes from its start, below its size
 *
 * The rules, the slots and the depth are those of <kmap/local.h>: one page,
 * preemptible, unmapped in any order, no other CPU involved.
 *
 * Context: as kmap_local_page(). Return: the address of byte @offset, valid to the
 * end of its page; NULL on an error. Error: @offset is not in the range
 * (KMAP_BUG_IO_RANGE); and as kmap_local_page(). Cost: as kmap_local_page() of a page
 * that is not directly mapped, and a call.
 */
void *io_mapping_map_local_wc(const struct io_mapping *mapping, uint64_t offset) KMAP_NAMES_CALLER;

/**
 * io_mapping_unmap_local() - give a mapping of io_mapping_map_local_wc() back
 * @address: any address inside the page
 *
 * As kunmap_local(), errors included.
 */
#define io_mapping_unmap_local(address) kunmap_local(address)

/**
 * io_mapping_map_wc() - map a part of the range for all tasks and CPUs
 * @mapping: the range
 * @offset:  bytes from its start
 * @size:    bytes; need not be whole pages, not 0
 *
 * Contiguous, valid on all CPUs and in all tasks until io_mapping_unmap().
 *
 * Context: task. Return: the address of byte @offset, valid for @size bytes; NULL on
 * an error. Error: @size is 0 or not all bytes are in the range (KMAP_BUG_IO_RANGE);
 * the I/O window has no room for so many pages and a guard (KMAP_BUG_IO_FULL).
 * Nothing has changed then.
 * Cost: up to KMAP_IO_PAGES steps under kmap_host_shared_lock(), and a PTE for each
 * page.
 */
void *io_mapping_map_wc(struct io_mapping *mapping, uint64_t offset,
			uint64_t size) KMAP_NAMES_CALLER;

/* The function behind io_mapping_unmap(). */
void kmap_io_unmap(const void *address) KMAP_NAMES_CALLER;

/**
 * io_mapping_unmap() - give a mapping of io_mapping_map_wc() back
 * @address: any address inside it
 *
 * By any task, on any CPU; afterwards it is invalid for all of them.
 *
 * Context: task, interrupts on, preemption enabled: it waits until all CPUs have
 * flushed. Error: no long-lived mapping is there, as after a double unmap
 * (KMAP_BUG_IO_NOT_MAPPED); nothing has changed then. A pointer to a page does not
 * compile. Cost: a flush on all CPUs.
 */
#ifndef __cplusplus
#define io_mapping_unmap(address)                                                                  \
	do {                                                                                       \
		KMAP_ASSERT_NOT_A_PAGE(address);                                                   \
		kmap_io_unmap(address);                                                            \
	} while (0)
#endif

/**
 * kmap_io_contains() - whether an address is in the I/O window
 * @address: any address
 *
 * Does not tell whether something is mapped there.
 *
 * Context: any. Return: true inside the window. Cost: a subtraction and a comparison.
 */
static inline bool kmap_io_contains(const void *address)
{
	return (uintptr_t)address - kmap_host_io_base() < KMAP_IO_SIZE;
}

/**
 * kmap_io_to_pfn() - the frame that a long-lived mapping maps
 * @address: any address
 *
 * Context: any; the answer is valid as long as the mapping. Return: the frame number,
 * or KMAP_IO_NO_PFN, without a report, when no long-lived mapping is there.
 * Cost: constant.
 */
unsigned long kmap_io_to_pfn(const void *address);

/**
 * kmap_io_len() - how many bytes of a long-lived mapping follow from an address on
 * @address: any address
 *
 * Context: any; the answer is valid as long as the mapping. Return: bytes from
 * @address to the end of the last page of its mapping; 0, without a report, when no
 * long-lived mapping is there. Cost: linear in the pages of the mapping.
 */
size_t kmap_io_len(const void *address);

KMAP_DECLARATIONS_END

#ifdef __cplusplus
static inline void io_mapping_unmap(const void *address)
{
	kmap_io_unmap(address);
}

void io_mapping_unmap(const kmap_page_t *page) KMAP_DELETED("takes the address, not the page");
#endif

#endif

#endif
