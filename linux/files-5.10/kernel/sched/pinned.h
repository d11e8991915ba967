/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * migrate_disable() and migrate_enable(), for builds with several CPUs. Part of core.c,
 * whose functions it calls.
 *
 * task->migration_disabled counts a task's pins. Only the task itself changes it, so that
 * it is stable while the task does not run. nr_pinned_tasks counts the pinned tasks of a
 * CPU.
 *
 * Scheduling goes by task->cpus_ptr. It points to the task's own mask, except for a task
 * that is kept:
 *
 *   - While a pinned task does not run it points to the mask of its CPU alone, for which
 *     pinned_switch.h is there. So a balancer, and whatever else looks for a task to move,
 *     passes it over without knowing of pins.
 *   - When the task comes back to its CPU, and its own mask does not have that CPU, this
 *     stays so. When the last pin goes, migrate_enable() then has the stopper move it.
 *
 * A change of a pinned task's mask takes place at once, in p->cpus_mask. If the task must
 * leave its CPU, the caller waits until it has.
 *
 * A CPU with pinned tasks does not go down. sched_cpu_deactivate() waits for them, for
 * a while, so that those that sleep can end what they do there. What is decisive is the
 * look at the count by take_cpu_down(), while no task runs anywhere. Either says -EBUSY in
 * the end, and the CPU stays.
 */

/* How long a CPU that is to go down waits for its pinned tasks to sleep and wake, and to run. */
#define PINNED_SLEEP_PATIENCE (5 * HZ)
#define PINNED_RUN_PATIENCE HZ

/* The one task of a CPU that the stopper is about to move. */
struct pinned_leaving {
	struct task_struct *task;
	struct cpu_stop_work work;
};

DEFINE_PER_CPU(unsigned int, nr_pinned_tasks);
static DEFINE_PER_CPU(struct pinned_leaving, pinned_leaving);

/* From the first store on the task stays here, so the count is that of the right CPU. */
void migrate_disable(void)
{
	struct task_struct *p = current;

	if (p->migration_disabled) {
		p->migration_disabled++;
	} else {
		p->migration_disabled = 1;
		barrier();
		this_cpu_inc(nr_pinned_tasks);
	}
	barrier();
}
EXPORT_SYMBOL_GPL(migrate_disable);

/* Let a task go, if it has no pins; returns whether it must leave this CPU. */
static bool pinned_release(struct task_struct *p)
{
	struct rq_flags rf;
	struct rq *rq = task_rq_lock(p, &rf);
	bool leaves = false;

	if (!p->migration_disabled) {
		p->cpus_ptr = &p->cpus_mask;
		leaves = !cpumask_test_cpu(cpu_of(rq), &p->cpus_mask);
	}
	task_rq_unlock(rq, p, &rf);
	return leaves;
}

/* In the stopper. A task that has pinned itself again meanwhile will ask again. */
static int pinned_move(void *data)
{
	struct migration_arg arg = { .task = data };

	this_cpu_write(pinned_leaving.task, NULL);
	if (pinned_release(arg.task)) {
		arg.dest_cpu = cpumask_any_and(cpu_active_mask, &arg.task->cpus_mask);
		if (arg.dest_cpu < nr_cpu_ids)
			migration_cpu_stop(&arg);
	}
	put_task_struct(arg.task);
	return 0;
}

/*
 * Have the current task moved, as soon as it can be preempted; the caller need not be
 * able to sleep. Until the stopper has run no other task runs here, so that one place for
 * its work is enough.
 */
static void pinned_leave(void)
{
	struct pinned_leaving *leaving = this_cpu_ptr(&pinned_leaving);

	if (leaving->task)
		return;
	leaving->task = get_task_struct(current);
	if (stop_one_cpu_nowait(smp_processor_id(), pinned_move, current, &leaving->work))
		return;
	leaving->task = NULL;
	put_task_struct(current);
}

/* No switch may come between the last store and the look at where the task may run. */
void migrate_enable(void)
{
	struct task_struct *p = current;

	barrier();
	if (p->migration_disabled > 1) {
		p->migration_disabled--;
		return;
	}
	if (WARN_ON_ONCE(!p->migration_disabled))
		return;
	preempt_disable();
	this_cpu_dec(nr_pinned_tasks);
	barrier();
	p->migration_disabled = 0;
	if (unlikely(task_is_kept(p)))
		pinned_leave();
	preempt_enable();
}
EXPORT_SYMBOL_GPL(migrate_enable);

/* Whether a task is kept where its mask does not let it be. */
static bool pinned_is_astray(struct task_struct *p)
{
	struct rq_flags rf;
	struct rq *rq = task_rq_lock(p, &rf);
	bool astray =
		task_is_kept(p) && !p->exit_state && !cpumask_test_cpu(cpu_of(rq), &p->cpus_mask);

	task_rq_unlock(rq, p, &rf);
	return astray;
}

/* After a change of a task's mask: wait until the task is where it may be. */
static void pinned_wait_moved(struct task_struct *p)
{
	while (pinned_is_astray(p))
		schedule_timeout_uninterruptible(1);
}

/* Wait until no task is pinned to a CPU; -EBUSY if that takes too long. */
int pinned_wait_none(unsigned int cpu)
{
	unsigned long end = jiffies + PINNED_SLEEP_PATIENCE;

	while (READ_ONCE(per_cpu(nr_pinned_tasks, cpu))) {
		if (time_after(jiffies, end)) {
			pr_warn("CPU %u stays up: tasks are pinned to it\n", cpu);
			return -EBUSY;
		}
		schedule_timeout_uninterruptible(1);
	}
	return 0;
}

#ifdef CONFIG_HOTPLUG_CPU

/* Whether tasks are pinned to a CPU, or about to leave it. For stop_machine(). */
bool pinned_to_cpu(unsigned int cpu)
{
	return per_cpu(nr_pinned_tasks, cpu) || per_cpu(pinned_leaving, cpu).task;
}

/* Take a CPU down by a function that says -EAGAIN while tasks are pinned to it. */
int pinned_stop_machine(int (*take_down)(void *), unsigned int cpu)
{
	unsigned long end = jiffies + PINNED_RUN_PATIENCE;
	int error;

	for (;;) {
		error = stop_machine_cpuslocked(take_down, NULL, cpumask_of(cpu));
		if (error != -EAGAIN)
			return error;
		if (time_after(jiffies, end))
			return -EBUSY;
		schedule_timeout_uninterruptible(1);
	}
}

#endif
