/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Affinity changes of a task in each state, and tasks stolen by another CPU. The results do
 * not depend on timing.
 */
#include "selftest.h"

/* Ticks after which a CPU must have done what it was asked for. */
#define AFFINITY_PATIENCE_TICKS 200u

enum subject_state { RUNNING, READY, SLEEPING };
enum subject_pin { FREE, PINNED, UNPINNED_WITHOUT_PREEMPTION, PINS };

/* The task whose affinity changes from CPU 1 to CPU 0: what to do, and its CPU before and after. */
static struct {
	enum subject_state state;
	enum subject_pin pin;
	bool began, go;
	unsigned int kept, went;
} subject;
static struct wait_queue subject_queue;
static bool crowder_runs, crowder_may_end;

/* Ticks of this CPU so far. */
static unsigned int ticks_here(void)
{
	return *(volatile unsigned int *)&this_cpu()->ticks;
}

/* Spin until told to continue, and until moved away from CPU 1 unless pinned. */
static void subject_spin(void)
{
	unsigned int end;

	while (!flag_is_set(&subject.go))
		cpu_relax();
	end = ticks_here() + AFFINITY_PATIENCE_TICKS;
	while (subject.pin == FREE && this_cpu()->number == 1 && ticks_here() < end)
		cpu_relax();
}

/* Where a mapping does not pin, the subject holds one in each state. */
static const void *subject_map(struct page *page)
{
	if (!KMAP_WINDOW_CPU && subject.pin != FREE)
		migrate_disable();
	return !KMAP_WINDOW_CPU || subject.pin != FREE ? kmap_local_page(page) : NULL;
}

static void subject_unmap(const void *address)
{
	if (subject.pin == UNPINNED_WITHOUT_PREEMPTION)
		preempt_disable();
	kunmap_local(address);
	if (!KMAP_WINDOW_CPU && subject.pin != FREE)
		migrate_enable();
	if (subject.pin == UNPINNED_WITHOUT_PREEMPTION)
		preempt_enable();
}

static void subject_run(void *argument)
{
	struct page *page = argument;
	const void *address = subject_map(page);

	flag_set(&subject.began);
	if (subject.state == SLEEPING)
		wait_event(&subject_queue, flag_is_set(&subject.go));
	else
		subject_spin();
	subject.kept = this_cpu()->number;
	if (address) {
		failed_if(!stamp_is(address, 5));
		subject_unmap(address);
	}
	subject.went = this_cpu()->number;
}

/* Preempts the subject on CPU 1, and keeps the CPU. */
static void crowder(void *argument)
{
	(void)argument;
	preempt_disable();
	flag_set(&crowder_runs);
	while (!flag_is_set(&crowder_may_end))
		cpu_relax();
	preempt_enable();
}

static void wait_for(const bool *flag)
{
	while (!flag_is_set(flag))
		sleep_ticks(1);
}

/* Start the subject on CPU 1, and wait until it is in its state. */
static struct task *subject_start(struct page *page)
{
	struct task *task = task_create("subject", subject_run, page, PRIORITY_WORKER, 2);

	wait_for(&subject.began);
	if (subject.state == READY) {
		task_create("crowder", crowder, NULL, PRIORITY_MANAGER, 2);
		wait_for(&crowder_runs);
	}
	while (subject.state == SLEEPING && !task_look(task).asleep)
		sleep_ticks(1);
	return task;
}

/* The subject must move from CPU 1 to CPU 0: at once, or if it is pinned at the unpin. */
static bool affinity_change(enum subject_state state, enum subject_pin pin, struct page *page)
{
	const struct cpu *queue;
	struct task *task;
	bool moved = pin == FREE;

	subject.state = state;
	subject.pin = pin;
	subject.began = subject.go = crowder_runs = crowder_may_end = false;
	task = subject_start(page);
	task_set_allowed(task, 1);
	/* This task has the higher priority: the subject does not run on CPU 0 until it sleeps. */
	queue = task_look(task).queue;
	flag_set(&subject.go);
	wait_wake_all(&subject_queue);
	flag_set(&crowder_may_end);
	task_wait_all();
	CHECK(state != READY || queue == &cpus[moved ? 0 : 1]);
	CHECK(subject.kept == (moved ? 0 : 1));
	CHECK(subject.went == 0);
	return true;
}

static bool affinity_changes(enum subject_state state)
{
	struct page *page;

	if (cpus_online == 1)
		return skip("there is one CPU only");
	wait_queue_init(&subject_queue);
	failures = 0;
	page = stamped_page(5);
	for (enum subject_pin pin = FREE; pin < PINS; pin++)
		if (!affinity_change(state, pin, page))
			return false;
	page_free(page);
	CHECK(failures == 0);
	return true;
}

static bool of_a_running_task(void)
{
	return affinity_changes(RUNNING);
}

static bool of_a_ready_task(void)
{
	return affinity_changes(READY);
}

static bool of_a_sleeping_task(void)
{
	return affinity_changes(SLEEPING);
}

static struct task *urgent;
static bool urgent_ran, worker_runs, worker_saw_it_wait, worker_gave_up;

static void runs_once(void *argument)
{
	flag_set(argument);
}

/*
 * Keep CPU 1 busy. Its tick steals the urgent task, which must run before the interrupt
 * returns, so this task never sees it in the run queue of CPU 1.
 */
static void worker(void *argument)
{
	const struct task *task;
	unsigned int end;

	(void)argument;
	flag_set(&worker_runs);
	while (!(task = __atomic_load_n(&urgent, __ATOMIC_ACQUIRE)))
		cpu_relax();
	end = ticks_here() + AFFINITY_PATIENCE_TICKS;
	while (!flag_is_set(&urgent_ran)) {
		if (task_look(task).queue == this_cpu())
			flag_set(&worker_saw_it_wait);
		else if (ticks_here() > end)
			flag_set(&worker_gave_up);
		else
			continue;
		return;
	}
}

/* A stolen task does not wait for a task of lower priority. */
static bool stolen_task_runs(void)
{
	static bool other_ran;
	struct task *task;

	if (cpus_online == 1)
		return skip("there is one CPU only");
	urgent = NULL;
	urgent_ran = worker_runs = worker_saw_it_wait = worker_gave_up = false;
	/* Keep CPU 0: tasks created there wait until CPU 1 steals them. */
	preempt_disable();
	start("worker", worker, NULL, 2);
	while (!flag_is_set(&worker_runs))
		cpu_relax();
	start("other", runs_once, &other_ran, 1);
	task = task_create("urgent", runs_once, &urgent_ran, PRIORITY_MANAGER, 1);
	task_set_allowed(task, 3);
	__atomic_store_n(&urgent, task, __ATOMIC_RELEASE);
	while (!flag_is_set(&urgent_ran) && !flag_is_set(&worker_saw_it_wait) &&
	       !flag_is_set(&worker_gave_up))
		cpu_relax();
	preempt_enable();
	task_wait_all();
	CHECK(!worker_saw_it_wait);
	CHECK(!worker_gave_up);
	return true;
}

const struct selftest selftests_affinity[] = {
	{ "an affinity change of a task that runs, pinned or not", of_a_running_task, 1 },
	{ "an affinity change of a task that is ready, pinned or not", of_a_ready_task, 1 },
	{ "an affinity change of a task that sleeps, pinned or not", of_a_sleeping_task, 1 },
	{ "a stolen task does not wait behind one of lower priority", stolen_task_runs, 1 },
	{ NULL, NULL, 0 },
};
