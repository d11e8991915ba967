/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A step: the only point at which other things can happen.
 */
#include "digest.h"
#include "machine.h"
#include "oracle.h"
#include "trace.h"

const struct sim_driver *sim_driver;

/* Whether the core reads PTEs of the window, so that they may affect its decisions. */
#define READS_PTES (KMAP_DEBUG || SIM_RETIRES)

static uint64_t seen_of_task(const struct sim_task *task)
{
	const struct kmap_ctrl *ctrl = &task->kmap;
	uint64_t digest = (uint64_t)ctrl->used << 32 | ctrl->joined;

	digest = digest_add(digest, (uint64_t)task->pins << 32 | task->preempt);
	/* Where windows are the tasks', these are the PTEs, see above. */
	for (unsigned int slot = 0; !KMAP_WINDOW_TASK && slot < KMAP_WINDOW_SLOTS; slot++)
		digest = digest_add(digest, (uint64_t)ctrl->pteval[slot].high << 32 |
						    ctrl->pteval[slot].low);
	return digest;
}

/* What only a switch looks at: a task does not know where it has been. */
static uint64_t seen_by_arrival(const struct sim_task *task)
{
	return (uint64_t)sim_arrived(&task->kmap) << 32 | sim_touched(&sim.window[task->window]);
}

static uint64_t see_window(uint64_t digest, const struct sim_window *window)
{
	for (unsigned int slot = 0; READS_PTES && slot < KMAP_WINDOW_SLOTS; slot++)
		digest = digest_add(digest,
				    (uint64_t)window->pte[slot].high << 32 | window->pte[slot].low);
	return digest;
}

static uint64_t *history_of_code(void)
{
	return sim_in_switch() ? &sim_this_cpu()->history : &sim_this_context()->history;
}

/* Add the state that the executing code may see to its history. */
static void add_to_history(const char *what)
{
	const struct sim_cpu *cpu = sim_this_cpu();
	uint64_t *history = history_of_code();
	uint64_t digest = digest_add(*history, (uintptr_t)what);

	digest = digest_add(see_window(digest, sim_window_on(cpu)), seen_of_task(cpu->current));
	if (sim_in_switch()) {
		digest = digest_add(digest, seen_of_task(cpu->leaving));
		digest = digest_add(digest, seen_of_task(cpu->coming));
		digest = digest_add(digest, seen_by_arrival(cpu->coming));
	}
	*history = digest;
}

void sim_saw(uint64_t value)
{
	if (sim_driver && sim_driver->histories)
		*history_of_code() = digest_add(*history_of_code(), value);
}

void sim_step(const char *what)
{
	if (!sim_driver)
		return;
	sim.steps++;
	sim_trace_step(what);
	if (sim_driver->histories)
		add_to_history(what);
	sim_tlb_speculate();
	sim_cache_speculate();
	oracle_check_step();
	sim_driver->step();
}
