/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The I/O window of the fake machine.
 */
#include <string.h>

#include <kmap/kmap.h>

#include "fake_io.h"
#include "fake_persistent.h"

void (*fake_io_flush_hook)(void);
unsigned long fake_io_flushes;

static struct fake_page device[FAKE_DEVICE_FRAMES];
static struct kmap_pte ptes[KMAP_IO_PAGES];
static struct kmap_pte io_tlb[KMAP_CPUS_MAX][KMAP_IO_PAGES];

void fake_io_reset(void)
{
	fake_io_flush_hook = NULL;
	fake_io_flushes = 0;
	for (unsigned int nr = 0; nr < FAKE_DEVICE_FRAMES; nr++)
		device[nr].content = 0xde000000u + nr;
	for (unsigned int nr = 0; nr < KMAP_IO_PAGES; nr++) {
		ptes[nr] = kmap_arch_pte_none();
		for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
			io_tlb[cpu][nr] = kmap_arch_pte_none();
	}
}

struct fake_page *fake_device_page(unsigned long pfn)
{
	unsigned long nr = pfn - FAKE_DEVICE_PFN;

	return nr < FAKE_DEVICE_FRAMES ? &device[nr] : NULL;
}

bool fake_io_covers(uintptr_t address)
{
	return address - (FAKE_IO_BASE - KMAP_PAGE_SIZE) < KMAP_IO_SIZE + 2 * KMAP_PAGE_SIZE;
}

struct kmap_pte *fake_io_pte(uintptr_t address)
{
	if (address - FAKE_IO_BASE >= KMAP_IO_SIZE)
		fake_fail("%#lx is a guard of the I/O window", (unsigned long)address);
	return &ptes[(address - FAKE_IO_BASE) >> KMAP_ARCH_PAGE_SHIFT];
}

struct kmap_pte fake_io_walk(uintptr_t address)
{
	uintptr_t page = (address - FAKE_IO_BASE) >> KMAP_ARCH_PAGE_SHIFT;
	struct kmap_pte *entry;

	if (page >= KMAP_IO_PAGES)
		return kmap_arch_pte_none();
	entry = &io_tlb[fake_cpu_number][page];
	if (kmap_arch_pte_is_none(*entry))
		*entry = ptes[page];
	return *entry;
}

void fake_io_speculate(void)
{
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		for (unsigned int nr = 0; nr < KMAP_IO_PAGES; nr++)
			if (kmap_arch_pte_is_none(io_tlb[cpu][nr]))
				io_tlb[cpu][nr] = ptes[nr];
}

/* Flush the pages [@start, @end) from the TLB of one CPU. */
static void forget(unsigned int cpu, uintptr_t start, uintptr_t end)
{
	for (; start < end; start += KMAP_PAGE_SIZE)
		io_tlb[cpu][(start - FAKE_IO_BASE) >> KMAP_ARCH_PAGE_SHIFT] = kmap_arch_pte_none();
}

void fake_io_flush(uintptr_t start, uintptr_t end)
{
	if (!fake_shared_locked)
		fake_fail("flush without the lock");
	if (start % KMAP_PAGE_SIZE || end % KMAP_PAGE_SIZE || start >= end ||
	    start < FAKE_IO_BASE || end > FAKE_IO_BASE + KMAP_IO_SIZE)
		fake_fail("flush of %#lx to %#lx", (unsigned long)start, (unsigned long)end);
	fake_io_flushes++;
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++) {
		forget(cpu, start, end);
		if (cpu == 0 && fake_io_flush_hook)
			fake_io_flush_hook();
	}
	fake_io_speculate();
}

unsigned int fake_io_valid_ptes(void)
{
	unsigned int valid = 0;

	for (unsigned int nr = 0; nr < KMAP_IO_PAGES; nr++)
		valid += !kmap_arch_pte_is_none(ptes[nr]);
	return valid;
}

unsigned int fake_io_tlb_entries(void)
{
	unsigned int valid = 0;

	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		for (unsigned int nr = 0; nr < KMAP_IO_PAGES; nr++)
			valid += !kmap_arch_pte_is_none(io_tlb[cpu][nr]);
	return valid;
}
