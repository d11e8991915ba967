/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The I/O window of the fake machine: its PTEs, its entries in the TLB of each CPU, and the
 * memory of a device.
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

/* The number of frames of the device, which are consecutive, and the PFN of the first. */
#define FAKE_DEVICE_FRAMES 128u
#define FAKE_DEVICE_PFN 0xd0000ul

/* Called in a flush on all CPUs, after the first CPU; may be NULL. */
extern void (*fake_io_flush_hook)(void);
/* The number of flushes on all CPUs. */
extern unsigned long fake_io_flushes;

/* Reset: all PTEs none, TLBs empty, every frame with unique contents. */
void fake_io_reset(void);

/* The frame of the device with this PFN, or NULL. */
struct fake_page *fake_device_page(unsigned long pfn);

/* Whether an address is in the I/O window, or in the guard page at either end. */
bool fake_io_covers(uintptr_t address);

/* The PTE of a page of the window; fails the test for the guard pages. */
struct kmap_pte *fake_io_pte(uintptr_t address);

/* The translation of a covered address on the executing CPU: TLB, then PTE; may be none. */
struct kmap_pte fake_io_walk(uintptr_t address);

/* Fill the TLBs of all CPUs from every valid PTE. */
void fake_io_speculate(void);

/* Flush a range on all CPUs; PTEs that are still valid are loaded again at once. */
void fake_io_flush(uintptr_t start, uintptr_t end);

/* The number of valid PTEs, and of TLB entries on all CPUs. */
unsigned int fake_io_valid_ptes(void);
unsigned int fake_io_tlb_entries(void);

#endif
