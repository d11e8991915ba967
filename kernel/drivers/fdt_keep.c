/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Moving what the boot loader has left outside of low memory.
 */
#include "fdt.h"
#include "machine.h"
#include "memory.h"
#include "print.h"

/* In kernel.ld. */
extern const uint8_t kernel_end[];

/*
 * Move @bytes from @physical into low memory, behind the kernel and what was moved before; the old
 * pages are free then like all others. Nothing else is there yet, and the loader puts nothing
 * before the end of the kernel.
 */
static void *keep(uint64_t physical, uint64_t bytes)
{
	static uint64_t next;
	void *kept;

	if (!next)
		next = (uintptr_t)kernel_end - DIRECT_BASE + DIRECT_PHYSICAL;
	next = (next + KMAP_PAGE_SIZE - 1) & ~(uint64_t)(KMAP_PAGE_SIZE - 1);
	if (bytes > machine_low_bytes() - next)
		panic("%lu bytes do not fit into low memory", (unsigned long)bytes);
	kept = direct_address(next);
	__builtin_memmove(kept, (const void *)(uintptr_t)physical, (size_t)bytes);
	memory_reserve(next, next + bytes);
	next += bytes;
	return kept;
}

/* The file first: it lies lower, and might be where the tree goes. */
struct fdt_kept fdt_keep(uintptr_t tree)
{
	uint32_t bytes = fdt_init((const void *)tree);
	struct fdt_range file = fdt_file();
	const void *kept;

	fdt_memory_read();
	kept = file.bytes ? keep(file.start, file.bytes) : NULL;
	fdt_init(keep(tree, bytes));
	return (struct fdt_kept){ kept, (size_t)file.bytes };
}
