/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the boot loader passes, in the device tree: RAM, command line, the file.
 */
#include "arm64.h"
#include "fdt.h"
#include "machine.h"
#include "virt.h"

void boot_main(uintptr_t tree)
{
	struct fdt_kept file = fdt_keep(tree);

	identity_drop();
	virt_init();
	kernel_main(fdt_command_line(), file.address, file.bytes);
}
