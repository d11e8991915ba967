/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the boot loader passes, in the device tree: RAM, command line, the file.
 */
#include "arm64.h"
#include "arm_timer.h"
#include "fdt.h"
#include "gic.h"
#include "machine.h"
#include "memory.h"
#include "options.h"
#include "print.h"
#include "system.h"
#include "tables.h"

#define COMMAND_LINE_BYTES 1024

bool psci_is_smc;

/* In kernel.ld. */
extern const uint8_t kernel_end[];

static char command_line[COMMAND_LINE_BYTES];

/*
 * The loader puts the file where low memory ends. Bring it into low memory, behind the kernel,
 * while there is an identity map; its old pages are high memory like all others. Nothing is
 * between the kernel and the end of low memory, and the file begins behind the kernel.
 */
static const void *file_keep(const struct fdt_file *file)
{
	uint64_t bytes = file->end - file->start;
	uint64_t start = (table_physical(kernel_end) + KMAP_PAGE_SIZE - 1) & ~(KMAP_PAGE_SIZE - 1);

	if (!bytes)
		return NULL;
	if (start + bytes > machine_low_bytes())
		panic("a file of %lu bytes does not fit into low memory", (unsigned long)bytes);
	__builtin_memmove(direct_address(start), (const void *)file->start, bytes);
	memory_reserve(start, start + bytes);
	return direct_address(start);
}

void boot_main(uint64_t tree_physical)
{
	const void *tree = (const void *)tree_physical;
	struct fdt_property method;
	struct fdt_file file;
	const void *module;

	processor_init();
	fdt_memory_read(tree);
	method = fdt_find(tree, "psci", "method");
	psci_is_smc = method.value && text_equal(method.value, "smc");
	print_to(command_line, sizeof(command_line), "%s", fdt_command_line(tree));
	file = fdt_file(tree);
	module = file_keep(&file);
	identity_drop();
	paging_init();
	private_init();
	private_load(0);
	gic_init();
	gic_cpu_init();
	arm_timer_init();
	kernel_main(command_line, module, file.end - file.start);
}
