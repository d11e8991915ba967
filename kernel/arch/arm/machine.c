/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: start, contexts, and instructions that have no driver.
 */
#include "machine.h"

#include "arm.h"
#include "arm_timer.h"
#include "fdt.h"
#include "gic.h"
#include "layout.h"
#include "memory.h"
#include "system.h"
#include "task.h"

/* bx lr. */
#define RETURN_INSTRUCTION 0xe12fff1eu

void machine_halt(void)
{
	irq_disable();
	for (;;)
		__asm__ volatile("wfi");
}

/* The call comes back with lr lost, because the kernel runs in the mode that takes it. */
void machine_interrupt_self(void)
{
	__asm__ volatile("svc #0" : : : "lr", "memory");
}

/* wfi returns for an interrupt that is masked, too; it is taken after that. */
void machine_idle(void)
{
	__asm__ volatile("dsb; wfi; cpsie i" : : : "memory");
}

/* What machine_context_switch() pops, lowest address first. */
struct initial_frame {
	uint32_t r3_to_r11[9];
	void (*entry)(void);
};

void machine_context_init(struct context *context, void *stack, size_t size, void (*entry)(void))
{
	struct initial_frame *frame = (struct initial_frame *)((uintptr_t)stack + size) - 1;

	*frame = (struct initial_frame){ .entry = entry };
	context->sp = (uint32_t)frame;
}

bool machine_can_forbid_execution(void)
{
	return true;
}

/* The instruction fetch looks into its own cache, and then where the data cache writes back to. */
void machine_code_write(void *to)
{
	*(volatile uint32_t *)to = RETURN_INSTRUCTION;
	__asm__ volatile("mcr p15, 0, %0, c7, c11, 1; dsb; mcr p15, 0, %1, c7, c5, 0; dsb; isb"
			 :
			 : "r"(to), "r"(0)
			 : "memory");
}

/*
 * The cycle counter has 32 bits: the clock says what is above them. In QEMU both count
 * nanoseconds, and with -icount an instruction takes one.
 */
uint64_t machine_counter(void)
{
	uint64_t about = machine_now_ns();

	return about + (uint64_t)(int32_t)(cycles_read() - (uint32_t)about);
}

/* What every CPU does first. */
static void cpu_init(struct task *current, unsigned int number)
{
	trap_init(current);
	private_load(number);
	gic_cpu_init();
	cycles_start((uint32_t)machine_now_ns());
	__asm__ volatile("cpsie f" : : : "memory");
}

void boot_main(uintptr_t tree)
{
	paging_init();
	private_init();
	gic_init();
	arm_timer_init();
	cpu_init(&task_stacks[0].task, 0);
	fdt_boot(direct_address(tree));
}

void ap_main(struct task *idle)
{
	cpu_init(idle, idle->cpu->number);
	cpu_main();
}
