/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The I/O window of the fake machine: its PTEs, what the TLB of each CPU holds
 * of it, a device's memory, and the lock.
 */
#ifndef FAKE_IO_H
#define FAKE_IO_H

#include <stdbool.h>
#include <stdint.h>

struct kmap_pte;
struct fake_page;

/* Where the I/O window lies; and where the host says that it does. */
#define FAKE_IO_BASE ((uintptr_t)0x710000000000)
extern uintptr_t fake_io_base;

/* Frames of the device, one after the other; the first one's number. */
#define FAKE_DEVICE_FRAMES 128u
#define FAKE_DEVICE_PFN 0xd0000ul

/* Called in the middle of a flush on all CPUs, after the first of them; NULL for nothing. */
extern void (*fake_io_flush_hook)(void);
/* Flushes on all CPUs so far. */
extern unsigned long fake_io_flushes;

/* All PTEs none, all TLBs empty, the lock free, every frame with contents of its own. */
void fake_io_reset(void);

/* The device's frame with this number, or NULL. */
struct fake_page *fake_device_page(unsigned long pfn);

/* Whether an address is in the I/O window or the page at either end of it. */
bool fake_io_covers(uintptr_t address);

/* The PTE of a page of the window; the test fails for the pages at its ends. */
struct kmap_pte *fake_io_pte(uintptr_t address);

/* What the executing CPU finds at an address that is covered: TLB, then PTE; may be none. */
struct kmap_pte fake_io_walk(uintptr_t address);

/* Fill the TLBs of all CPUs from every valid PTE. */
void fake_io_speculate(void);

/* All CPUs forget a range; whatever is still valid comes back at once. */
void fake_io_flush(uintptr_t start, uintptr_t end);

/* PTEs that are valid, and TLB entries of all CPUs. */
unsigned int fake_io_valid_ptes(void);
unsigned int fake_io_tlb_entries(void);

#endif
