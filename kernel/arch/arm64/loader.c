/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the boot loader passes, in the device tree: RAM, command line, the file.
 */
#include "arm64.h"
#include "arm_timer.h"
#include "fdt.h"
#include "gic.h"
#include "machine.h"
#include "options.h"
#include "system.h"

bool psci_is_smc;

static bool is_smc(void)
{
	struct fdt_property method = fdt_find("psci", "method");

	return method.value && text_equal(method.value, "smc");
}

void boot_main(uint64_t tree)
{
	struct fdt_kept file;

	processor_init();
	file = fdt_keep(tree);
	identity_drop();
	psci_is_smc = is_smc();
	paging_init();
	private_init();
	private_load(0);
	gic_init();
	gic_cpu_init();
	arm_timer_init();
	kernel_main(fdt_command_line(), file.address, file.bytes);
}
