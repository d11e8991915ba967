// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Self-tests in Linux: a task holds a mapping while another changes the CPUs that it may run
 * on, or takes its CPU away. Either waits for the unmap or is refused; then it is done again.
 *
 * The holder waits until it sees that the change has begun, and looks at its page from then
 * on. The change cannot end before the unmap, so that all of this is certain.
 */
#include "selftest_linux.h"

#include <linux/completion.h>
#include <linux/gfp.h>
#include <linux/kthread.h>
#include <linux/sched.h>

#include "kmap_selftest.h"

#define STAMP 0x6b6d6170u
/* How often the holder looks while the change waits, and lets others run. */
#define LOOKS 10

/* A change: begin it, see from the holder whether it has begun, undo it. */
struct change {
	int (*make)(void);
	bool (*has_begun)(void);
	bool (*undo)(void);
};

/* What the holder and the one who makes the change share. */
static struct {
	const struct change *change;
	struct page *page;
	struct task_struct *holder;
	unsigned int cpu;
	bool spins;
	bool mapped, refused, unmapped, done, right;
	struct completion ended;
} shared;

static void wait_for(const bool *word)
{
	while (!smp_load_acquire(word))
		schedule_timeout_uninterruptible(1);
}

static bool shows(const unsigned int *address)
{
	return address && READ_ONCE(*address) == STAMP;
}

/* Map the page where we are. */
static bool can_map(void)
{
	unsigned int *address = kmap_local_page(shared.page);
	bool right = shows(address);

	kunmap_local(address);
	return right;
}

/* --- the holder ----------------------------------------------------------- */

/* Others need the CPU meanwhile: a task that spins is preempted, as the mapping allows. */
static void wait_for_change(void)
{
	while (!shared.change->has_begun() && !smp_load_acquire(&shared.refused)) {
		if (shared.spins)
			cpu_relax();
		else
			schedule_timeout_uninterruptible(1);
	}
}

static bool stays(const unsigned int *address)
{
	for (unsigned int i = 0; i < LOOKS; i++) {
		CHECK(raw_smp_processor_id() == shared.cpu);
		CHECK(cpu_online(shared.cpu));
		CHECK(shows(address));
		CHECK(!smp_load_acquire(&shared.done));
		schedule_timeout_uninterruptible(1);
	}
	return true;
}

static bool has_moved(void)
{
	CHECK(raw_smp_processor_id() != shared.cpu);
	CHECK(can_map());
	return true;
}

static int hold(void *unused)
{
	unsigned int *address = kmap_local_page(shared.page);

	(void)unused;
	/* From here on only the mapping keeps it on its CPU. */
	set_cpus_allowed_ptr(current, cpu_possible_mask);
	smp_store_release(&shared.mapped, true);
	wait_for_change();
	shared.right = stays(address);
	kunmap_local(address);
	smp_store_release(&shared.unmapped, true);
	wait_for(&shared.done);
	shared.right = has_moved() && shared.right;
	complete(&shared.ended);
	return 0;
}

/* --- the change ----------------------------------------------------------- */

static bool start_holder(void)
{
	shared.mapped = shared.refused = shared.unmapped = shared.done = shared.right = false;
	init_completion(&shared.ended);
	shared.holder = kthread_create(hold, NULL, "kmap-selftest");
	CHECK(!IS_ERR(shared.holder));
	set_cpus_allowed_ptr(shared.holder, cpumask_of(shared.cpu));
	wake_up_process(shared.holder);
	wait_for(&shared.mapped);
	return true;
}

/* Make the change: at once, or after the unmap if it is refused. */
static bool changed(void)
{
	int error = shared.change->make();

	if (error) {
		smp_store_release(&shared.refused, true);
		wait_for(&shared.unmapped);
		error = shared.change->make();
	}
	smp_store_release(&shared.done, true);
	wait_for_completion(&shared.ended);
	CHECK(!error);
	return true;
}

static bool held_through(const struct change *change, bool spins)
{
	bool right;

	shared.change = change;
	shared.spins = spins;
	if (!start_holder())
		return false;
	right = changed();
	return change->undo() && right && shared.right;
}

/* Once with a holder that sleeps and once, where it can be preempted, with one that runs. */
static bool held_twice(const struct change *change)
{
	unsigned int *address;
	bool right;

	shared.page = alloc_page(GFP_HIGHUSER);
	CHECK(shared.page);
	address = kmap_local_page(shared.page);
	WRITE_ONCE(*address, STAMP);
	kunmap_local(address);
	set_cpus_allowed_ptr(current, cpu_possible_mask);
	right = held_through(change, false);
	if (right && KMAP_SELFTEST_PREEMPTIVE)
		right = held_through(change, true);
	__free_page(shared.page);
	return right;
}

/* --- the CPUs that a task may run on -------------------------------------- */

static int forbid_cpu(void)
{
	return set_cpus_allowed_ptr(shared.holder, cpumask_of(cpumask_first(cpu_online_mask)));
}

static bool cpu_is_forbidden(void)
{
	return !cpumask_test_cpu(shared.cpu, &current->cpus_mask);
}

static bool nothing_to_undo(void)
{
	return true;
}

static const struct change affinity = { forbid_cpu, cpu_is_forbidden, nothing_to_undo };

static bool affinity_changes(void)
{
	shared.cpu = cpumask_last(cpu_online_mask);
	return held_twice(&affinity);
}

/* --- hot-unplug ----------------------------------------------------------- */

static int remove_shared_cpu(void)
{
	return kmap_selftest_remove_cpu(shared.cpu);
}

static bool cpu_is_going(void)
{
	return !cpu_active(shared.cpu);
}

static int map_on_cpu(void *unused)
{
	(void)unused;
	shared.right = raw_smp_processor_id() == shared.cpu && can_map() && shared.right;
	complete(&shared.ended);
	return 0;
}

/* Have the CPU back, and map on it. */
static bool add_shared_cpu(void)
{
	struct task_struct *task;

	CHECK(!cpu_online(shared.cpu));
	CHECK(!kmap_selftest_add_cpu(shared.cpu));
	reinit_completion(&shared.ended);
	task = kthread_create(map_on_cpu, NULL, "kmap-selftest");
	CHECK(!IS_ERR(task));
	set_cpus_allowed_ptr(task, cpumask_of(shared.cpu));
	wake_up_process(task);
	wait_for_completion(&shared.ended);
	return true;
}

static const struct change unplug = { remove_shared_cpu, cpu_is_going, add_shared_cpu };

const char *kmap_selftest_why_stays(unsigned int cpu)
{
	if (!IS_ENABLED(CONFIG_HOTPLUG_CPU))
		return "built without CPU hot-unplug";
	if (cpu == cpumask_first(cpu_online_mask) || !cpu_is_hotpluggable(cpu))
		return "the CPU cannot be taken away";
	return NULL;
}

static bool unplugged(void)
{
	shared.cpu = cpumask_last(cpu_online_mask);
	return held_twice(&unplug);
}

/* --- the list ------------------------------------------------------------- */

static struct kmap_selftest_more tests[] = {
	{ "a task that holds a mapping stays while its CPUs are changed", affinity_changes, NULL },
	{ "CPU hot-unplug waits for a task that holds a mapping", unplugged, NULL },
	{ "hardened copies take a mapping of several pages for one object", kmap_selftest_usercopy,
	  NULL },
	{ "a slot without a page is as empty after a switch", kmap_selftest_empty_slots, NULL },
	{ "a page that kmap() has mapped keeps to its address", kmap_selftest_high, NULL },
	{ NULL, NULL, NULL },
};

const struct kmap_selftest_more *kmap_selftest_cpus(void)
{
	tests[0].skipped = num_online_cpus() < 2 ? "the machine has one CPU" : NULL;
	tests[1].skipped = kmap_selftest_why_stays(cpumask_last(cpu_online_mask));
	tests[2].skipped =
		IS_ENABLED(CONFIG_HARDENED_USERCOPY) ? NULL : "built without HARDENED_USERCOPY";
	tests[4].skipped = kmap_selftest_why_not_high();
	return tests;
}
