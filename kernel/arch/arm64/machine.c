/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rest of the machine interface: contexts, idle, what each processor sets up, and what the
 * tests need. References are to ARM DDI 0487G.a.
 */
#include "machine.h"

#include <kmap/types.h>

#include "arch.h"
#include "arm64.h"
#include "gic.h"
#include "system.h"
#include "task.h"

/* PMCR_EL0: count, in 64 bits; PMCNTENSET_EL0: the cycle counter (D13.4). */
#define COUNTERS_ENABLE 0x41u
#define CYCLE_COUNTER 0x80000000u

#define RETURN_INSTRUCTION 0xd65f03c0u

extern const uint8_t vectors[];

void processor_init(void)
{
	SYSTEM_WRITE(vbar_el1, vectors);
	SYSTEM_WRITE(pmcr_el0, COUNTERS_ENABLE);
	SYSTEM_WRITE(pmccfiltr_el0, 0);
	SYSTEM_WRITE(pmcntenset_el0, CYCLE_COUNTER);
	barrier_fetch();
	nmi_open();
}

void processor_main(void)
{
	processor_init();
	private_load(current_task()->id);
	gic_cpu_init();
	cpu_main();
}

uint64_t machine_counter(void)
{
	barrier_fetch();
	return SYSTEM_READ(pmccntr_el0);
}

void machine_halt(void)
{
	irq_disable();
	for (;;)
		__asm__ volatile("wfi");
}

void machine_interrupt_self(void)
{
	__asm__ volatile("svc #0" : : : "memory");
}

/* An interrupt ends the wait although it is masked (D1.16.2), so none is lost in between. */
void machine_idle(void)
{
	__asm__ volatile("dsb sy; wfi" : : : "memory");
	irq_enable();
}

/* What machine_context_switch() takes from the stack, lowest address first. */
struct initial_frame {
	uint64_t x29;
	void (*x30)(void);
	uint64_t x19_to_x28[10];
};

void machine_context_init(struct context *context, void *stack, size_t size, void (*entry)(void))
{
	struct initial_frame *frame = (struct initial_frame *)((uintptr_t)stack + size) - 1;

	*frame = (struct initial_frame){ .x30 = entry };
	context->sp = (uintptr_t)frame;
}

bool machine_can_forbid_execution(void)
{
	return true;
}

/*
 * The code goes through the data cache to where instructions are fetched from, and no CPU keeps
 * what it had fetched (B2.4.4). The data cache first; all instruction caches whole, because they
 * may be indexed by virtual addresses, and the code may run at another one.
 */
void machine_code_write(void *to)
{
	*(volatile uint32_t *)to = RETURN_INSTRUCTION;
	__asm__ volatile("dc cvau, %0; dsb ish; ic ialluis; dsb ish; isb" : : "r"(to) : "memory");
}
