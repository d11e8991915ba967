/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: what every CPU sets up, and instructions that have no driver.
 */
#include "machine.h"

#include <kmap/types.h>

#include "arm_timer.h"
#include "fdt.h"
#include "gic.h"
#include "options.h"
#include "private_windows.h"
#include "system.h"
#include "task.h"
#include "virt.h"
#include "window_tables.h"

bool psci_is_smc;

static bool is_smc(void)
{
	struct fdt_property method = fdt_find("psci", "method");

	return method.value && text_equal(method.value, "smc");
}

/* What every CPU does first. */
static void cpu_init(unsigned int number)
{
	private_load(number);
	gic_cpu_init();
	counter_start();
	nmi_open();
}

void virt_init(void)
{
	psci_is_smc = is_smc();
	window_tables_init();
	private_windows_init();
	gic_init();
	arm_timer_init();
	cpu_init(0);
}

void ap_main(void)
{
	cpu_init(this_cpu()->number);
	cpu_main();
}

void machine_flush_local(uintptr_t start, uintptr_t end)
{
	uintptr_t pages = (end - start) >> KMAP_ARCH_PAGE_SHIFT;

	/* The number is cut off, but is large where this is. */
	kmap_arch_tlb_invalidate_local_range((void *)start,
					     pages < UINT32_MAX ? (unsigned int)pages : UINT32_MAX);
}

void machine_halt(void)
{
	irq_disable();
	for (;;)
		__asm__ volatile("wfi");
}

void machine_interrupt_self(void)
{
	__asm__ volatile("svc #0" : : : "memory", SUPERVISOR_CALL_CLOBBER);
}

/* An interrupt ends the wait although it is masked, so none is lost in between. */
void machine_idle(void)
{
	__asm__ volatile("dsb sy; wfi" : : : "memory");
	irq_enable();
}

bool machine_can_forbid_execution(void)
{
	return true;
}

void machine_code_write(void *to)
{
	*(volatile uint32_t *)to = RETURN_INSTRUCTION;
	code_written(to);
}
