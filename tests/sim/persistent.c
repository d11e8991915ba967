/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What all CPUs share: words that are changed without a lock, the PTEs of the persistent
 * window, its lock, flushes on all CPUs, and waiting tasks.
 */
#include "machine.h"
#include "sched.h"

static size_t persistent_page(const void *address)
{
	return ((uintptr_t)address - SIM_PERSISTENT_BASE) >> KMAP_ARCH_PAGE_SHIFT;
}

struct kmap_pte *sim_persistent_pte(const void *address)
{
	size_t page = persistent_page(address);

	return page < KMAP_PERSISTENT_PAGES ? &sim.persistent_pte[page] : NULL;
}

struct sim_entry *sim_persistent_entry(const void *address)
{
	size_t page = persistent_page(address);

	return page < KMAP_PERSISTENT_PAGES ? &sim_this_cpu()->persistent_tlb[page] : NULL;
}

uint32_t sim_shared_load(const uint32_t *word)
{
	sim_step("load a shared word");
	sim_saw(*word);
	return *word;
}

void sim_shared_store(uint32_t *word, uint32_t value)
{
	sim_step("store a shared word");
	*word = value;
}

bool sim_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	sim_step("swap a shared word");
	sim_saw(*word);
	if (*word != old)
		return false;
	*word = value;
	return true;
}

void sim_persistent_lock(void)
{
	sim_preempt_disable();
	while (sim.persistent_locked)
		sim_run_another_cpu();
	sim.persistent_locked = true;
}

void sim_persistent_unlock(void)
{
	if (!sim.persistent_locked)
		sim_fail("the persistent window's lock is not held");
	sim.persistent_locked = false;
	sim_preempt_enable();
}

/* Flush a page of the persistent window on a CPU; an eager TLB refills from a valid PTE. */
static void forget(struct sim_cpu *cpu, size_t page)
{
	bool again = sim_param.fill == SIM_FILL_EAGER &&
		     !kmap_arch_pte_is_none(sim.persistent_pte[page]);

	cpu->persistent_tlb[page] =
		(struct sim_entry){ .pte = sim.persistent_pte[page], .valid = again };
}

/* One CPU after the other, while the others continue to run. One that is offline is not told. */
void sim_flush_all(uintptr_t start, uintptr_t end)
{
	if (!sim.persistent_locked)
		sim_fail("a flush on all CPUs, and the persistent window's lock is free");
	if (sim_this_context()->local)
		sim_fail("an operation on task-local mappings disturbs other CPUs");
	sim.flushes++;
	for (unsigned int number = 0; number < sim_param.cpus; number++) {
		sim_step("flush a CPU");
		if (sim.cpu[number].offline)
			continue;
		for (uintptr_t at = start; at < end; at += KMAP_PAGE_SIZE)
			forget(&sim.cpu[number], persistent_page((void *)at));
	}
}

void sim_wait_prepare(void)
{
	sim_step("prepare to wait");
	sim_current()->waits = true;
	sim_current()->woken = false;
}

bool sim_wait_sleep(bool interruptible)
{
	sim_step("sleep");
	if (!sim_current()->waits)
		sim_fail("a sleep that was not prepared");
	if (interruptible && !sim_machine_random(8))
		return true;
	if (!sim_current()->woken)
		sim_sleep();
	return false;
}

void sim_wait_finish(void)
{
	sim_step("finish waiting");
	sim_current()->waits = false;
}

void sim_wake_all(void)
{
	sim_step("wake all");
	for (unsigned int number = 0; number < sim_param.tasks; number++) {
		struct sim_task *task = &sim.task[number];

		task->woken |= task->waits;
		if (task->waits && task->state == SIM_SLEEPING)
			task->state = SIM_READY;
	}
}
