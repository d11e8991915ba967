/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The switch from tasks that are pinned to their CPU, or hold local mappings. Part of core.c.
 *
 * A task comes back where it left. So one that has something to put right when it comes back
 * leaves in a switch_to() of its own, and the others need not look whether they have.
 */

#ifdef CONFIG_KMAP_LOCAL
#include <kmap_tasks.h>
#else

static inline bool kmap_local_is_held(const struct task_struct *task)
{
	return false;
}
static inline void kmap_local_sched_out(void)
{
}
static inline void kmap_local_sched_in(void)
{
}

#endif

#ifdef CONFIG_SMP

/* Whether a task leaves as one that comes back here: a mapping is a pin, too. */
static inline bool comes_back_here(const struct task_struct *prev)
{
	return prev->migration_disabled;
}

/* Until it runs again, its mask is this CPU alone. */
static inline void pinned_keep(struct task_struct *prev)
{
	prev->cpus_ptr = cpumask_of(smp_processor_id());
}

/* Its mask is its own again, unless migrate_enable() is to see that it must leave. */
static inline void pinned_free(struct task_struct *next)
{
	if (cpumask_test_cpu(smp_processor_id(), &next->cpus_mask))
		next->cpus_ptr = &next->cpus_mask;
}

#else

static inline bool comes_back_here(const struct task_struct *prev)
{
	return kmap_local_is_held(prev);
}
static inline void pinned_keep(struct task_struct *prev)
{
}
static inline void pinned_free(struct task_struct *next)
{
}

#endif

/* Both halves run with the lock of the CPU's run queue held. */
static void pinned_switch_out(struct task_struct *prev)
{
	pinned_keep(prev);
	kmap_local_sched_out();
}

/*
 * Debug mode may have something to report here. A console that is woken up at once would lock
 * the run queue again, so that it is told when interrupts are on.
 */
static void restore_reporting(void)
{
	printk_deferred_enter();
	kmap_local_sched_in();
	printk_deferred_exit();
}

static void pinned_switch_in(void)
{
	if (IS_ENABLED(CONFIG_DEBUG_KMAP_LOCAL))
		restore_reporting();
	else
		kmap_local_sched_in();
	pinned_free(current);
}

#ifdef CONFIG_SPARC32

/* Its switch_to() has labels, so that there can be only one. What the task was is on its stack. */
static __always_inline struct task_struct *switch_from(struct task_struct *prev,
						       struct task_struct *next)
{
	bool comes_back = comes_back_here(prev);

	if (unlikely(comes_back))
		pinned_switch_out(prev);
	switch_to(prev, next, prev);
	barrier();
	if (unlikely(comes_back))
		pinned_switch_in();
	return prev;
}

#else

/* Switch to @next; returns, when @prev runs again, the task that ran before it. */
static __always_inline struct task_struct *switch_from(struct task_struct *prev,
						       struct task_struct *next)
{
	if (unlikely(comes_back_here(prev))) {
		pinned_switch_out(prev);
		switch_to(prev, next, prev);
		barrier();
		pinned_switch_in();
	} else {
		switch_to(prev, next, prev);
		barrier();
	}
	return prev;
}

#endif
