/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The start of the boot CPU, and the counter of cycles.
 */
#include "machine.h"

#include "fdt.h"
#include "memory.h"
#include "system.h"
#include "virt.h"

/*
 * The cycle counter has 32 bits: the clock says what is above them. In QEMU both count
 * nanoseconds, and with -icount an instruction takes one.
 */
uint64_t machine_counter(void)
{
	uint64_t about = machine_now_ns();

	return about + (uint64_t)(int32_t)(cycles_read() - (uint32_t)about);
}

void counter_start(void)
{
	cycles_start((uint32_t)machine_now_ns());
}

void boot_main(uintptr_t tree)
{
	fdt_init(direct_address(tree));
	virt_init();
	fdt_boot(direct_address(tree));
}
