// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Self-tests of pinned tasks, of what only Linux 5.10 with kmap does: with kmap.pinned=1 on
 * the command line they run when the kernel has started, and print lines that begin with
 * "kmap-pinned:". That a change of a task's CPUs and CPU hot-unplug wait for a mapping is
 * tested by selftest_cpus.c.
 *
 * A test waits for what it has caused, not for a time: it looks again after each sleep, until
 * it has looked so often that everything else has had its turn many times.
 */
#define KMAP_SELFTEST_NAME "kmap-pinned"
#include "selftest_linux.h"

#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "kmap_selftest.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kmap."

static bool pinned;
module_param(pinned, bool, 0444);
MODULE_PARM_DESC(pinned, "run the self-tests of pinned tasks at the end of the start");

#define STAMP 0x600df00du
/* CPU hot-unplug is patient for 5 * HZ such sleeps. */
#define LOOKS (100 * HZ)

/* CHECK(), as soon as it holds. */
#define CHECK_COMES(condition)                                                                     \
	do {                                                                                       \
		unsigned int looks = 0;                                                            \
		while (!(condition)) {                                                             \
			if (looks++ == LOOKS)                                                      \
				return FAILED("never: " #condition);                               \
			schedule_timeout_uninterruptible(1);                                       \
		}                                                                                  \
	} while (0)

/* The task that holds a mapping on the first CPU, and where it finds itself. */
static struct {
	struct task_struct *task;
	struct page *page;
	void (*unmap)(unsigned int *address);
	bool holds, may_unmap, ended, right;
	unsigned int at_unmap;
	unsigned int afterwards;
} holder;

/* A task that changes the CPUs of the holder, and may have to wait for that. */
struct change {
	unsigned int target;
	int error;
	unsigned int found;
	bool done;
};

static unsigned int first;
static unsigned int second;

/* --- the holder ----------------------------------------------------------- */

/* A stopper that is to move this task comes at the end of the unmap, unless it cannot preempt. */
static void unmap(unsigned int *address)
{
	kunmap_local(address);
	cond_resched();
}

static void unmap_not_preemptible(unsigned int *address)
{
	preempt_disable();
	kunmap_local(address);
	holder.at_unmap = raw_smp_processor_id();
	preempt_enable();
	cond_resched();
}

/* The stopper finds the task pinned again, and the last unmap asks for it once more. */
static void unmap_and_map_again(unsigned int *address)
{
	preempt_disable();
	kunmap_local(address);
	address = kmap_local_page(holder.page);
	preempt_enable();
	cond_resched();
	holder.at_unmap = raw_smp_processor_id();
	unmap(address);
}

static int hold(void *unused)
{
	unsigned int *address = kmap_local_page(holder.page);

	(void)unused;
	WRITE_ONCE(*address, STAMP);
	smp_store_release(&holder.holds, true);
	while (!smp_load_acquire(&holder.may_unmap))
		schedule_timeout_uninterruptible(1);
	/* A switch, so that the scheduler has seen how its CPUs were changed. */
	schedule_timeout_uninterruptible(1);
	holder.right = raw_smp_processor_id() == first && READ_ONCE(*address) == STAMP;
	holder.unmap(address);
	holder.afterwards = raw_smp_processor_id();
	smp_store_release(&holder.ended, true);
	return 0;
}

/* Start a holder, and wait until it holds. */
static bool holder_starts(void (*how)(unsigned int *address))
{
	holder.holds = holder.may_unmap = holder.ended = holder.right = false;
	holder.unmap = how;
	holder.task = kthread_create(hold, NULL, "kmap-pinned");
	CHECK(!IS_ERR(holder.task));
	get_task_struct(holder.task);
	set_cpus_allowed_ptr(holder.task, cpumask_of(first));
	wake_up_process(holder.task);
	CHECK_COMES(smp_load_acquire(&holder.holds));
	return true;
}

static bool holder_unmaps(void)
{
	smp_store_release(&holder.may_unmap, true);
	CHECK_COMES(smp_load_acquire(&holder.ended));
	CHECK(holder.right);
	return true;
}

/* --- changes of its CPUs -------------------------------------------------- */

static int set_target(void *data)
{
	struct change *change = data;

	change->error = set_cpus_allowed_ptr(holder.task, cpumask_of(change->target));
	change->found = task_cpu(holder.task);
	smp_store_release(&change->done, true);
	return 0;
}

/* Have the holder's CPUs changed, and wait until they are, which is at once. */
static bool changes(struct change *change, unsigned int target)
{
	*change = (struct change){ .target = target };
	CHECK(!IS_ERR(kthread_run(set_target, change, "kmap-change")));
	CHECK_COMES(cpumask_equal(&holder.task->cpus_mask, cpumask_of(target)));
	return true;
}

static bool is_over(struct change *change)
{
	CHECK_COMES(smp_load_acquire(&change->done));
	CHECK(!change->error);
	return true;
}

/* The CPUs of a holder are changed; then it unmaps, which moves it. */
static bool moves(void (*how)(unsigned int *address))
{
	static struct change away;

	holder.at_unmap = first;
	if (!holder_starts(how) || !changes(&away, second) || !holder_unmaps() || !is_over(&away))
		return false;
	CHECK(away.found == second);
	CHECK(holder.at_unmap == first);
	CHECK(holder.afterwards == second);
	return true;
}

static bool unmap_moves(void)
{
	return moves(unmap);
}

static bool moves_when_preemptible(void)
{
	return moves(unmap_not_preemptible);
}

static bool moves_at_the_last_unmap(void)
{
	return moves(unmap_and_map_again);
}

static bool stays_when_changed_back(void)
{
	static struct change away, back;

	if (!holder_starts(unmap) || !changes(&away, second) || !changes(&back, first))
		return false;
	if (!is_over(&back) || !is_over(&away) || !holder_unmaps())
		return false;
	CHECK(holder.afterwards == first);
	return true;
}

/* --- hot-unplug ----------------------------------------------------------- */

static int remove_first(void *data)
{
	struct change *change = data;

	change->error = kmap_selftest_remove_cpu(first);
	smp_store_release(&change->done, true);
	return 0;
}

/* The holder unmaps only when the attempt is over. */
static bool unplug_is_refused(void)
{
	static struct change unplug;

	if (!holder_starts(unmap))
		return false;
	unplug = (struct change){ 0 };
	CHECK(!IS_ERR(kthread_run(remove_first, &unplug, "kmap-unplug")));
	CHECK_COMES(smp_load_acquire(&unplug.done));
	CHECK(unplug.error == -EBUSY);
	CHECK(cpu_active(first));
	return holder_unmaps() && holder_starts(unmap) && holder_unmaps();
}

/* It would be refused if a pin were still counted. */
static bool goes_down(void)
{
	CHECK(!kmap_selftest_remove_cpu(first));
	CHECK(!cpu_online(first));
	CHECK(!kmap_selftest_add_cpu(first));
	return true;
}

/* --- the list ------------------------------------------------------------- */

/* The first of those that take a CPU away. */
#define HOTPLUG_TEST 4

static struct kmap_selftest_more tests[] = {
	{ "an unmap moves a task whose CPUs were changed", unmap_moves, NULL },
	{ "one with preemption disabled moves it later", moves_when_preemptible, NULL },
	{ "one before another map does not move it", moves_at_the_last_unmap, NULL },
	{ "a task whose CPUs were changed back stays", stays_when_changed_back, NULL },
	{ "CPU hot-unplug is refused in the end", unplug_is_refused, NULL },
	{ "no pin is left: the CPU goes down", goes_down, NULL },
};

static bool __init passes(unsigned int number)
{
	const struct kmap_selftest_more *test = &tests[number];
	bool passed = test->skipped || test->run();

	SAY("%sok %u - %s%s%s", passed ? "" : "not ", number + 1, test->name,
	    test->skipped ? " # SKIP " : "", test->skipped ? test->skipped : "");
	return passed;
}

/* Why a test cannot run; NULL if it can. */
static const char *__init why_not(unsigned int number)
{
	if (num_online_cpus() < 2)
		return "the machine has one CPU";
	return number < HOTPLUG_TEST ? NULL : kmap_selftest_why_stays(first);
}

/* A failure may leave tasks behind that wait, and so is the end. */
static int __init run(void)
{
	if (!pinned)
		return 0;
	first = cpumask_last(cpu_online_mask);
	second = cpumask_first(cpu_online_mask);
	holder.page = alloc_page(GFP_HIGHUSER);
	SAY("1..%zu", ARRAY_SIZE(tests));
	for (unsigned int number = 0; holder.page && number < ARRAY_SIZE(tests); number++) {
		tests[number].skipped = why_not(number);
		if (!passes(number))
			return 0;
	}
	return 0;
}
late_initcall(run);
