/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Operations on tasks and CPUs: switch, migration, fork, exit, and the checks of tasks.
 */
#include "task.h"

#include "local.h"

static bool running(const struct fake_task *task)
{
	return fake_cpus[task->cpu].current == task;
}

/* During the switch no other CPU may take either task. */
static void switch_to(struct fake_task *next)
{
	struct model_task *from = model_current(), *to = &model_tasks[next->number];

	from->flying++, to->flying++;
	fake_switch(next);
	from->flying--, to->flying--;
}

/* A task that this CPU could run instead of the current one, searched from @choice on; or NULL. */
static struct fake_task *waiting_task(unsigned int choice)
{
	for (unsigned int nr = 0; nr < FAKE_TASKS; nr++) {
		struct fake_task *task = &fake_tasks[(choice + nr) % FAKE_TASKS];

		if (!running(task) && !model_tasks[task->number].flying &&
		    (task->cpu == fake_cpu_number || !task->pins))
			return task;
	}
	return NULL;
}

bool task_switch(unsigned int choice)
{
	struct fake_task *next = waiting_task(choice);

	if (!fake_preemptible() || !next)
		return false;
	fuzz_say("CPU %u: task %u, then task %u", fake_cpu_number, fake_current()->number,
		 next->number);
	switch_to(next);
	return true;
}

void task_resume(struct fake_task *task, unsigned int cpu)
{
	fake_execute_on(cpu);
	if (fake_current() == task)
		return;
	task_close_sections();
	fuzz_say("CPU %u: back to task %u", cpu, task->number);
	switch_to(task);
}

void task_close_sections(void)
{
	unsigned int *sections = &model_current()->atomic[fuzz_depth()];

	for (; *sections; --*sections)
		kmap_atomic_end();
}

/* Whether another CPU may make this one switch to a task. */
static bool takes_tasks(const struct fake_cpu *cpu)
{
	return !cpu->switching && !cpu->irq_depth && !cpu->current->preempt &&
	       !model_tasks[cpu->current->number].flying;
}

/* Move the current task to another CPU, unless that becomes busy meanwhile. */
static bool move_to(unsigned int target)
{
	struct fake_task *task = fake_current();

	if (!task_switch(0) || !takes_tasks(&fake_cpus[target]))
		return false;
	fuzz_say("task %u goes to CPU %u", task->number, target);
	fake_execute_on(target);
	switch_to(task);
	return true;
}

bool task_migrate(void)
{
	struct fake_task *task = fake_current();
	unsigned int target = (fake_cpu_number + 1) % FUZZ_CPUS;
	bool moved;

	if (task->pins || !takes_tasks(&fake_cpus[target]))
		return false;
	/* No other CPU may take it while it moves. */
	model_tasks[task->number].flying++;
	moved = move_to(target);
	model_tasks[task->number].flying--;
	return moved;
}

void op_switch(const struct instruction *in)
{
	task_switch(in->a);
}

/* Not in an injected piece: the interrupted operation would continue on another CPU. */
void op_cpu(const struct instruction *in)
{
	if (!fuzz_injected())
		fake_execute_on(in->a % FUZZ_CPUS);
}

void op_migrate(const struct instruction *in)
{
	(void)in;
	if (!model_current()->flying)
		task_migrate();
}

/* A task that holds nothing and does not run; FAKE_TASKS if there is none. */
static unsigned int task_idle(void)
{
	unsigned int nr = 0;

	while (nr < FAKE_TASKS &&
	       (running(&fake_tasks[nr]) || model_tasks[nr].flying || model_tasks[nr].used))
		nr++;
	return nr;
}

/* Copy the current task into @child. */
static void fork_into(struct kmap_ctrl *child)
{
	const struct model_task *task = model_current();

	*child = fake_current()->kmap;
	if (task->used)
		fuzz_expect(KMAP_BUG_HELD_AT_FORK,
			    model_slot_address(fake_window_number(),
					       (unsigned int)__builtin_ctz(task->used)));
	kmap_fork(child);
	if (child->used || child->joined || child->single_end != KMAP_WINDOW_SLOTS)
		fake_fail("a copied task holds something: %#x", child->used);
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		if (!kmap_arch_pte_is_none(child->pteval[slot]))
			fake_fail("a copied task has a PTE in slot %u", slot);
}

/*
 * A copy into a state of no task; where KMAP_WINDOW is task, and the copy needs a window, into
 * that of a task that holds nothing, as if it had ended: it does not run before it is a copy.
 */
void op_fork(const struct instruction *in)
{
	static struct kmap_ctrl nobody;
	unsigned int nr = KMAP_WINDOW_TASK ? task_idle() : 0;

	(void)in;
	if (fuzz_depth() || nr == FAKE_TASKS)
		return;
	model_tasks[nr].flying += KMAP_WINDOW_TASK;
	fork_into(KMAP_WINDOW_TASK ? &fake_tasks[nr].kmap : &nobody);
	model_tasks[nr].flying -= KMAP_WINDOW_TASK;
}

void task_exit(void)
{
	struct model_task *task = model_current();
	uint32_t used = task->used;
	struct flight before;

	if (used)
		fuzz_expect(KMAP_BUG_HELD_AT_EXIT,
			    model_slot_address(fake_window_number(),
					       (unsigned int)__builtin_ctz(used)));
	before = fly(used, 0);
	while (task->count)
		model_remove(&task->hold[0]);
	kmap_exit();
	land(before);
}

/* The next task with the same number begins here, in the window as it is. */
static void next_begins(struct fake_task *task)
{
	fake_disarm();
	kmap_ctrl_init(&task->kmap);
	kmap_switch_in(&task->kmap);
}

/* The task ends and starts again with the same number. */
void op_exit(const struct instruction *in)
{
	(void)in;
	if (!fuzz_depth() && !model_current()->flying) {
		task_close_sections();
		task_exit();
		if (KMAP_WINDOW_TASK)
			next_begins(fake_current());
	}
}

unsigned int task_sections(void)
{
	unsigned int sections = 0;

	for (unsigned int depth = 0; depth <= FUZZ_DEPTHS; depth++)
		sections += model_current()->atomic[depth];
	return sections;
}

void op_rest(const struct instruction *in)
{
	uint32_t used = model_current()->used;

	(void)in;
	/* An interrupted operation may have begun a section and not ended it. */
	if (KMAP_DEBUG && model_current()->flying)
		return;
	if (used)
		fuzz_expect(KMAP_BUG_HELD_AT_REST,
			    model_slot_address(fake_window_number(),
					       (unsigned int)__builtin_ctz(used)));
	if (KMAP_DEBUG && task_sections())
		fuzz_expect(KMAP_BUG_ATOMIC_OPEN, 0);
	kmap_assert_none();
}

/* Mappings come in the order of their slots, and none is left out. */
void op_held(const struct instruction *in)
{
	const struct model_task *task = model_current();
	struct kmap_description told;
	unsigned int slot = 0, count = 0;

	(void)in;
	if (task->dark || (fuzz_depth() && task->flying))
		return;
	while (kmap_held_next(&fake_current()->kmap, fake_window(fake_cpu_number), &slot, &told)) {
		const struct hold *hold = model_hold_of(told.slot);

		if (!hold || told.state != KMAP_STATE_HELD || told.address != hold->address ||
		    told.pages != hold->pages)
			fake_fail("kmap_held_next() names slot %u", told.slot);
		count++;
	}
	for (unsigned int nr = 0; nr < task->count; nr++)
		count += task->hold[nr].thief != 0;
	if (count != task->count)
		fake_fail("kmap_held_next() names %u of %u", count, task->count);
}

void op_might_sleep(const struct instruction *in)
{
	(void)in;
	/* An interrupted operation may have begun a section and not ended it. */
	if (model_current()->flying)
		return;
	if (KMAP_DEBUG && task_sections())
		fuzz_expect(KMAP_BUG_SLEEP, 0);
	kmap_might_sleep();
}

/* What this CPU has counted; mappings also on all CPUs, if a task takes them from one to another. */
static void stat_read(struct kmap_stat *stat)
{
	kmap_stat_read(fake_window(fake_cpu_number), stat);
	for (unsigned int cpu = 0; KMAP_WINDOW_PRIVATE && cpu < FUZZ_CPUS; cpu++) {
		struct kmap_stat other;

		if (cpu == fake_cpu_number)
			continue;
		kmap_stat_read(fake_window(cpu), &other);
		stat->maps += other.maps;
		stat->unmaps += other.unmaps;
	}
}

void op_stat(const struct instruction *in)
{
	struct kmap_stat stat;
	unsigned int flying = 0;

	(void)in;
	stat_read(&stat);
	for (unsigned int nr = 0; nr < FAKE_TASKS; nr++)
		flying += model_tasks[nr].flying;
	if (KMAP_STATS && !flying && stat.maps - stat.unmaps != *model_balance())
		fake_fail("CPU %u made %u mappings and gave back %u; they differ by %u",
			  fake_cpu_number, stat.maps, stat.unmaps, *model_balance());
	if (stat.depth_max > KMAP_WINDOW_SLOTS)
		fake_fail("depth %u", stat.depth_max);
}

/* Debug mode refuses a map in an NMI, and a PFN beyond the machine. */
void op_nmi_map(const struct instruction *in)
{
	unsigned int frame = fuzz_frame(in->a);
	bool direct = fuzz_direct(fake_pfn(frame));
	void *address;

	if (!KMAP_DEBUG)
		return;
	fake_this_cpu()->nmi = true;
	if (!direct)
		fuzz_expect(KMAP_BUG_NMI, 0);
	address = kmap_local_page(&fake_pages[frame]);
	fake_this_cpu()->nmi = false;
	if (!address == direct)
		fake_fail("map in an NMI returns %p", address);
}

void op_beyond(const struct instruction *in)
{
	(void)in;
	if (!KMAP_DEBUG)
		return;
	fuzz_expect(KMAP_BUG_PFN, FAKE_PFN_BEYOND);
	if (kmap_local_pfn(FAKE_PFN_BEYOND))
		fake_fail("a frame that the machine cannot have is mapped");
}
