/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse and exceptions, told to a person.
 */
#include <kmap/kmap.h>

#include "bug.h"
#include "options.h"
#include "print.h"
#include "sched.h"

static int (*volatile expected_hook)(const struct kmap_report *report);
static unsigned int unexpected;

void bug_hook(int (*hook)(const struct kmap_report *report))
{
	expected_hook = hook;
}

unsigned int bug_count(void)
{
	return __atomic_load_n(&unexpected, __ATOMIC_RELAXED);
}

static void report_print(const struct kmap_report *report)
{
	const struct task *task = task_of_kmap(report->ctrl);
	char slot[32] = "no slot";

	if (report->slot != KMAP_NO_SLOT)
		print_to(slot, sizeof(slot), "slot %u", report->slot);
	print("kmap: %s: %s of CPU %u, task %s (%u) holding mask %x, address %p, caller %p\n",
	      kmap_bug_text(report->bug), slot, report->cpu, task->name, task->id, report->used,
	      (void *)report->address, (void *)report->caller);
}

void kmap_host_bug(const struct kmap_report *report)
{
	int (*hook)(const struct kmap_report *) = expected_hook;
	const char *policy = option_text("bugs");

	if (hook && hook(report))
		return;
	__atomic_fetch_add(&unexpected, 1, __ATOMIC_RELAXED);
	report_print(report);
	if (!policy || !text_equal(policy, "report"))
		panic("kmap: %s", kmap_bug_text(report->bug));
}

/* Print the task if it is the owner of the slot. */
static void owner_print(struct task *task, void *argument)
{
	const struct kmap_where *where = argument;

	if (task->cpu && task->cpu->number == where->cpu && (task->kmap.used >> where->slot & 1))
		print("  task %s (%u) holds that slot%s\n", task->name, task->id,
		      task->running ? " and runs" : ", not running");
}

static void place_print(const void *address)
{
	struct kmap_where where = kmap_where(address);
	const char *what = where.place == KMAP_PLACE_GUARD ? "the guard beside slot" : "slot";

	if (where.place == KMAP_PLACE_OUTSIDE) {
		print("  %p is in no kmap window\n", address);
		return;
	}
	print("  %p is %s %u of CPU %u\n", address, what, where.slot, where.cpu);
	task_each(owner_print, &where);
}

void exception_report(const char *what, const void *fault_address, uintptr_t code_address)
{
	const struct task *task = current_task();

	print("exception: %s at code %p, task %s (%u), CPU %u, holding mask %x\n", what,
	      (void *)code_address, task->name, task->id, task->cpu->number, task->kmap.used);
	if (fault_address)
		place_print(fault_address);
	panic("exception: %s", what);
}
