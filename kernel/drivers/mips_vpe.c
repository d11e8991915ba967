/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Several CPUs: virtual processing elements (VPEs) with a thread each, which has the number of its
 * VPE (MIPS MT, MD00378). A VPE starts another one, and asks it for interrupts, by writing its
 * registers while all others are stopped.
 */
#include "cpu_ready.h"
#include "machine.h"
#include "mips.h"
#include "mips_cp0.h"
#include "spinlock.h"
#include "task.h"

#define MVP_CONFIGURE 0x2u
#define VPE_TARGET_BITS 0xffu
#define VPE_ACTIVE 0x1u
#define VPE_MASTER 0x2u
#define TC_ACTIVE 0x2000u

/* In boot.S: the first instruction of every CPU but the boot CPU. */
extern const uint8_t cpu_entry[];

/* From here on other VPEs stand still, and OTHER_READ() and OTHER_WRITE() are about @number. */
static unsigned long others_stop(unsigned int number)
{
	unsigned long flags = irq_save();

	__asm__ volatile(".set push\n\t.set mt\n\tdvpe\n\tehb\n\t.set pop" : : : "memory");
	CP0_WRITE(VPE_CONTROL, (CP0_READ(VPE_CONTROL) & ~VPE_TARGET_BITS) | number);
	hazards_clear();
	return flags;
}

static void others_go_on(unsigned long flags)
{
	hazards_clear();
	__asm__ volatile(".set push\n\t.set mt\n\tevpe\n\tehb\n\t.set pop" : : : "memory");
	irq_restore(flags);
}

void ipi_send(unsigned int number)
{
	unsigned long flags = others_stop(number);

	OTHER_WRITE(CAUSE, OTHER_READ(CAUSE) | PENDING_CPU);
	others_go_on(flags);
}

void machine_ipi_reschedule(unsigned int number)
{
	ipi_send(number);
}

void machine_ipi_flush(unsigned int number)
{
	ipi_send(number);
}

/* Another VPE must not set the bit between read and write. */
void ipi_clear(void)
{
	unsigned long flags = others_stop(this_cpu()->number);

	CP0_WRITE(CAUSE, CP0_READ(CAUSE) & ~PENDING_CPU);
	others_go_on(flags);
}

/* The thread begins in boot.S, with its idle task in $28, when the VPEs go on. */
static void vpe_start(unsigned int number, const struct task *idle)
{
	unsigned long flags = others_stop(number);

	CP0_WRITE(MVP_CONTROL, CP0_READ(MVP_CONTROL) | MVP_CONFIGURE);
	hazards_clear();
	OTHER_WRITE(TC_HALT, 1);
	OTHER_WRITE(TC_BIND, number);
	OTHER_WRITE(TC_RESTART, cpu_entry);
	OTHER_WRITE("12", STATUS_BOOT_VECTORS);
	OTHER_WRITE(CAUSE, 0);
	__asm__ volatile(".set push\n\t.set mt\n\tmttgpr %0, $28\n\t.set pop" : : "r"(idle));
	OTHER_WRITE(TC_STATUS, TC_ACTIVE);
	OTHER_WRITE(TC_HALT, 0);
	OTHER_WRITE(VPE_CONF0, OTHER_READ(VPE_CONF0) | VPE_ACTIVE | VPE_MASTER);
	CP0_WRITE(MVP_CONTROL, CP0_READ(MVP_CONTROL) & ~MVP_CONFIGURE);
	others_go_on(flags);
}

bool machine_cpu_start(unsigned int number, struct task *idle)
{
	cpu_ready_clear();
	vpe_start(number, idle);
	return cpu_ready_wait();
}
