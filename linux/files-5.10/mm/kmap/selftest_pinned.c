// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Self-tests of pinned tasks: with kmap.pinned=1 on the command line they run when the
 * kernel has started, and print lines that begin with "kmap-pinned:".
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/sched/pinned.h>
#include <linux/sched/task.h>

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kmap."

static bool pinned;
module_param(pinned, bool, 0444);
MODULE_PARM_DESC(pinned, "run the self-tests of pinned tasks at the end of the start");

/* Long enough for a task that could move to have moved. */
#define A_WHILE (HZ / 10)

/* A task on the first CPU that holds a mapping, and says on which CPUs it finds itself. */
struct holder {
	struct task_struct *task;
	struct completion holds;
	struct completion may_end;
	struct completion is_ended;
	bool atomic;
	unsigned int while_held;
	unsigned int at_unmap;
	unsigned int afterwards;
	bool right;
};

/* A task that changes the mask of a holder. */
struct setter {
	struct holder *holder;
	unsigned int target;
	struct completion done;
	int result;
};

static unsigned int first;
static unsigned int second;

static void unmap_last(struct holder *holder, void *address)
{
	if (holder->atomic)
		preempt_disable();
	kunmap_local(address);
	holder->at_unmap = raw_smp_processor_id();
	if (holder->atomic)
		preempt_enable();
	holder->afterwards = raw_smp_processor_id();
}

static int hold(void *data)
{
	struct holder *holder = data;
	struct page *page = alloc_page(GFP_HIGHUSER);
	u32 *words;

	if (page) {
		words = kmap_local_page(page);
		*words = 0x600df00d;
		complete(&holder->holds);
		wait_for_completion(&holder->may_end);
		holder->while_held = raw_smp_processor_id();
		holder->right = *words == 0x600df00d;
		unmap_last(holder, words);
		__free_page(page);
	}
	complete(&holder->is_ended);
	return 0;
}

/* Start a holder, and wait until it holds. */
static bool holder_start(struct holder *holder, bool atomic)
{
	*holder = (struct holder){ .atomic = atomic };
	init_completion(&holder->holds);
	init_completion(&holder->may_end);
	init_completion(&holder->is_ended);
	holder->task = kthread_create(hold, holder, "kmap-pinned");
	if (IS_ERR(holder->task))
		return false;
	get_task_struct(holder->task);
	set_cpus_allowed_ptr(holder->task, cpumask_of(first));
	wake_up_process(holder->task);
	wait_for_completion(&holder->holds);
	return true;
}

static void holder_end(struct holder *holder)
{
	complete(&holder->may_end);
	wait_for_completion(&holder->is_ended);
	put_task_struct(holder->task);
}

static int set_mask(void *data)
{
	struct setter *setter = data;

	setter->result = set_cpus_allowed_ptr(setter->holder->task, cpumask_of(setter->target));
	complete(&setter->done);
	return 0;
}

/* Change a holder's mask, in a task that may have to wait. */
static void setter_start(struct setter *setter, struct holder *holder, unsigned int target)
{
	*setter = (struct setter){ .holder = holder, .target = target };
	init_completion(&setter->done);
	kthread_run(set_mask, setter, "kmap-setter");
}

static bool sleeps_on_its_cpu(void)
{
	struct holder holder;

	if (!holder_start(&holder, false))
		return false;
	schedule_timeout_uninterruptible(A_WHILE);
	holder_end(&holder);
	return holder.right && holder.while_held == first;
}

/* The mask changes at once; the change is over when the task has moved, which is at once, too. */
static bool moves_when_unpinned(void)
{
	struct holder holder;
	struct setter setter;
	bool waited;

	if (!holder_start(&holder, false))
		return false;
	setter_start(&setter, &holder, second);
	schedule_timeout_uninterruptible(A_WHILE);
	waited = !completion_done(&setter.done) &&
		 cpumask_equal(&holder.task->cpus_mask, cpumask_of(second));
	holder_end(&holder);
	wait_for_completion(&setter.done);
	return waited && !setter.result && holder.right && holder.while_held == first &&
	       holder.afterwards == second;
}

static bool moves_when_preemptible(void)
{
	struct holder holder;
	struct setter setter;

	if (!holder_start(&holder, true))
		return false;
	setter_start(&setter, &holder, second);
	schedule_timeout_uninterruptible(A_WHILE);
	holder_end(&holder);
	wait_for_completion(&setter.done);
	return holder.right && holder.at_unmap == first && holder.afterwards == second;
}

static bool stays_when_changed_back(void)
{
	struct holder holder;
	struct setter away, back;

	if (!holder_start(&holder, false))
		return false;
	setter_start(&away, &holder, second);
	schedule_timeout_uninterruptible(A_WHILE);
	setter_start(&back, &holder, first);
	wait_for_completion(&back.done);
	wait_for_completion(&away.done);
	holder_end(&holder);
	return holder.right && holder.afterwards == first && !away.result && !back.result;
}

static bool nothing_is_left(void)
{
	return !per_cpu(nr_pinned_tasks, first) && !per_cpu(nr_pinned_tasks, second);
}

#ifdef CONFIG_HOTPLUG_CPU

static int take_down(void *data)
{
	struct setter *setter = data;

	setter->result = remove_cpu(first);
	complete(&setter->done);
	return 0;
}

/* What comes of an attempt to take a CPU down while a task holds a mapping there for @time. */
static bool unplug(struct holder *holder, unsigned long time, int *result)
{
	struct setter setter = { .result = 0 };
	bool up;

	if (!holder_start(holder, false))
		return false;
	init_completion(&setter.done);
	kthread_run(take_down, &setter, "kmap-unplug");
	schedule_timeout_uninterruptible(time);
	up = cpu_online(first);
	holder_end(holder);
	wait_for_completion(&setter.done);
	*result = setter.result;
	return up && holder->right && holder->while_held == first;
}

static bool unplug_waits(void)
{
	struct holder holder;
	bool down;
	int result;

	if (!unplug(&holder, A_WHILE, &result))
		return false;
	down = !result && !cpu_online(first);
	return !add_cpu(first) && down;
}

static bool unplug_is_refused(void)
{
	struct holder holder;
	int result;

	return unplug(&holder, 7 * HZ, &result) && result == -EBUSY && cpu_active(first) &&
	       sleeps_on_its_cpu();
}

#else
#define unplug_waits NULL
#define unplug_is_refused NULL
#endif

static const struct {
	const char *name;
	bool (*test)(void);
} tests[] = {
	{ "a task that sleeps with a mapping stays on its CPU", sleeps_on_its_cpu },
	{ "a change of its mask waits for the unmap, which moves it", moves_when_unpinned },
	{ "an unmap with preemption disabled moves it later", moves_when_preemptible },
	{ "it stays if its mask is changed back", stays_when_changed_back },
	{ "CPU hot-unplug waits for a mapping", unplug_waits },
	{ "CPU hot-unplug is refused while a mapping is held for long", unplug_is_refused },
	{ "no CPU counts a pinned task in the end", nothing_is_left },
};

static void __init run_test(unsigned int number)
{
	const char *name = tests[number].name;

	if (!tests[number].test)
		pr_info("kmap-pinned: ok %u - %s # SKIP no CPU hot-unplug\n", number + 1, name);
	else
		pr_info("kmap-pinned: %sok %u - %s\n", tests[number].test() ? "" : "not ",
			number + 1, name);
}

static int __init run(void)
{
	if (!pinned || num_online_cpus() < 2)
		return 0;
	second = cpumask_first(cpu_online_mask);
	first = cpumask_next(second, cpu_online_mask);
	pr_info("kmap-pinned: 1..%zu\n", ARRAY_SIZE(tests));
	for (unsigned int number = 0; number < ARRAY_SIZE(tests); number++)
		run_test(number);
	return 0;
}
late_initcall(run);
