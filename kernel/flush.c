/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * TLB shootdown: one CPU asks, and all others flush and answer in an interrupt
 * handler. A second CPU that asks waits for the lock with interrupts on, so it still
 * answers the first.
 */
#include "flush.h"

#include "spinlock.h"

/* The end of the address space, for the flush of a CPU that comes online. */
#define FLUSH_ALL_END (UINTPTR_MAX - KMAP_PAGE_SIZE + 1)

static struct spinlock flush_lock;
/* The request. Written under the lock, read by the CPUs that answer. */
static uintptr_t flush_start, flush_end;
/* Bit mask of the CPUs that have not answered. */
static unsigned int unanswered;

void flush_all_cpus(uintptr_t start, uintptr_t end)
{
	unsigned int others = 0;

	spin_lock(&flush_lock);
	flush_start = start;
	flush_end = end;
	/* Orders the PTEs before the loads of @online; pairs with flush_cpu_online(). */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	for (struct cpu *cpu = cpus; cpu < cpus + KMAP_CPUS_MAX; cpu++)
		if (__atomic_load_n(&cpu->online, __ATOMIC_RELAXED) && cpu != this_cpu())
			others |= 1u << cpu->number;
	__atomic_store_n(&unanswered, others, __ATOMIC_RELEASE);
	for (; others; others &= others - 1)
		machine_ipi_flush((unsigned int)__builtin_ctz(others));
	machine_flush_local(start, end);
	while (__atomic_load_n(&unanswered, __ATOMIC_ACQUIRE))
		cpu_relax();
	spin_unlock(&flush_lock);
}

void flush_answer(void)
{
	unsigned int self = 1u << this_cpu()->number;

	if (!(__atomic_load_n(&unanswered, __ATOMIC_ACQUIRE) & self))
		return;
	machine_flush_local(flush_start, flush_end);
	__atomic_fetch_and(&unanswered, ~self, __ATOMIC_RELEASE);
}

/*
 * Either the CPU that asks sees this one online, or this one sees the PTEs that the
 * other wrote before it looked.
 */
void flush_cpu_online(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	machine_flush_local(0, FLUSH_ALL_END);
}
