/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Physical memory is a file of the host. Low memory is mapped for good; the
 * windows are pages without access until kmap maps something there.
 */
#include <kmap/persistent.h>
#include <kmap/io.h>
#include <kmap/internal/window.h>

#include "machine_private.h"
#include "memory.h"

#define MIB ((uint64_t)1 << 20)

/* The most low memory, including the file: as much as the i386 kernel maps directly. */
#define LOW_BYTES (768 * MIB)
#define MODULE_ROUND (2 * MIB)
/* RAM that the kernel needs in addition to the file. */
#define RAM_MIN (16 * MIB)

/* No RAM is used below, so that a use of address 0 or frame 0 is noticed. */
#define MODULE_START MIB

/* The guard pages below and above the windows have PTEs as well. */
#define GUARD_BYTES KMAP_PAGE_SIZE
#define RESERVED_START (WINDOW_BASE - GUARD_BYTES)
#define RESERVED_BYTES (KMAP_WINDOW_SIZE + 2 * GUARD_BYTES)

#define IO_RESERVED_START (IO_BASE - GUARD_BYTES)
#define IO_RESERVED_BYTES (KMAP_IO_SIZE + 2 * GUARD_BYTES)

KMAP_ASSERT_APART(WINDOW_BASE, KMAP_WINDOW_SIZE, DIRECT_BASE, LOW_BYTES);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, DIRECT_BASE, LOW_BYTES);
KMAP_ASSERT_APART(IO_BASE, KMAP_IO_SIZE, DIRECT_BASE, LOW_BYTES);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
KMAP_ASSERT_APART(IO_BASE, KMAP_IO_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
KMAP_ASSERT_APART(IO_BASE, KMAP_IO_SIZE, PERSISTENT_BASE, KMAP_PERSISTENT_SIZE);

struct um_memory um_memory;

static struct kmap_pte window_ptes[RESERVED_BYTES >> KMAP_ARCH_PAGE_SHIFT];
static struct kmap_pte persistent_ptes[KMAP_PERSISTENT_PAGES];

static struct kmap_pte io_ptes[IO_RESERVED_BYTES >> KMAP_ARCH_PAGE_SHIFT];

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Load the file, as a boot loader does with a module. */
static void module_load(void)
{
	void *start = direct_address(MODULE_START);

	os_file_read(start, um_memory.module_bytes);
	um_memory.module = start;
}

void memory_setup(const struct os_options *options)
{
	uint64_t file = options->file ? os_file_open(options->file) : 0;
	uint64_t room = (file + MODULE_ROUND - 1) / MODULE_ROUND * MODULE_ROUND;
	uint64_t ram = options->ram_bytes / KMAP_PAGE_SIZE * KMAP_PAGE_SIZE;

	if (ram < RAM_MIN || ram - RAM_MIN < room)
		os_refuse("--mem %llu: too little memory, at least %llu bytes are needed",
			  (unsigned long long)options->ram_bytes,
			  (unsigned long long)(RAM_MIN + room));
	um_memory.ram_bytes = ram;
	um_memory.low_bytes = smaller(ram, LOW_BYTES);
	um_memory.module_bytes = file;
	os_ram_create(ram + DEVICE_BYTES);
	um_memory.screen = options->screen;
	os_ram_map(DIRECT_BASE, um_memory.low_bytes);
	os_range_reserve(RESERVED_START, RESERVED_BYTES);
	os_range_reserve(IO_RESERVED_START, IO_RESERVED_BYTES);
	os_range_reserve(PERSISTENT_BASE - GUARD_BYTES, KMAP_PERSISTENT_SIZE + 2 * GUARD_BYTES);
	if (options->file)
		module_load();
}

void memory_tell(void)
{
	memory_add(0, um_memory.ram_bytes);
	memory_reserve(0, MODULE_START + um_memory.module_bytes);
}

uint64_t machine_low_bytes(void)
{
	return um_memory.low_bytes;
}

struct kmap_pte *machine_window_pte(uintptr_t address)
{
	if (kmap_persistent_contains((const void *)address))
		return &persistent_ptes[(address - PERSISTENT_BASE) >> KMAP_ARCH_PAGE_SHIFT];
	if (address - IO_RESERVED_START < IO_RESERVED_BYTES)
		return &io_ptes[(address - IO_RESERVED_START) >> KMAP_ARCH_PAGE_SHIFT];
	return &window_ptes[(address - RESERVED_START) >> KMAP_ARCH_PAGE_SHIFT];
}

void kmap_um_page_map(void *address, uint64_t offset, kmap_prot_t prot)
{
	unsigned long flags = irq_save();

	os_page_map(address, offset, prot & KMAP_PTE_WRITE, prot & KMAP_PTE_EXECUTE);
	irq_restore(flags);
}

void kmap_um_page_unmap(void *address)
{
	unsigned long flags = irq_save();

	os_page_unmap(address);
	irq_restore(flags);
}
