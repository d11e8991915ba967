/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the boot loader passes, in the device tree: RAM, command line, the file.
 */
#include "arm64.h"
#include "fdt.h"
#include "layout.h"
#include "machine.h"
#include "memory.h"
#include "print.h"
#include "virt.h"

/* In kernel.ld. */
extern const uint8_t kernel_end[];

/*
 * What the loader has left lies where low memory ends. Bring it into low memory, behind the kernel,
 * while there is an identity map; its old pages are high memory like all others. Nothing else is
 * there yet, and the loader puts nothing before the end of the kernel.
 */
static void *keep(uint64_t physical, uint64_t bytes)
{
	static uint64_t next;
	void *kept;

	if (!next)
		next = PHYSICAL((uintptr_t)kernel_end);
	next = (next + KMAP_PAGE_SIZE - 1) & ~(KMAP_PAGE_SIZE - 1);
	if (bytes > machine_low_bytes() - next)
		panic("%lu bytes do not fit into low memory", (unsigned long)bytes);
	kept = direct_address(next);
	__builtin_memmove(kept, (const void *)physical, bytes);
	memory_reserve(next, next + bytes);
	next += bytes;
	return kept;
}

void boot_main(uintptr_t tree)
{
	struct fdt_range file;
	const void *module;
	uint32_t bytes;

	bytes = fdt_init((const void *)tree);
	fdt_memory_read();
	file = fdt_file();
	module = file.bytes ? keep(file.start, file.bytes) : NULL;
	fdt_init(keep(tree, bytes));
	identity_drop();
	virt_init();
	kernel_main(fdt_command_line(), module, file.bytes);
}
