/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Prints reports of misuse and of exceptions.
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

/* Where and when a mapping was made, known in debug mode. */
static void note_print(const struct kmap_description *mapping)
{
	const struct kmap_note *note = &mapping->note;

	if (!note->mapper)
		return;
	print("  slot %u, %u page%s, address %p: mapped by %p, %llu us ago, "
	      "at interrupt depth %u\n",
	      mapping->slot, mapping->pages, mapping->pages == 1 ? "" : "s",
	      (void *)mapping->address, (void *)note->mapper,
	      (unsigned long long)(machine_now_ns() - note->when) / 1000, note->context);
	if (note->unmapper)
		print("  given back by %p\n", (void *)note->unmapper);
}

/* All mappings that a task holds. */
static void held_print(const struct task *task)
{
	struct kmap_description mapping;
	unsigned int slot = 0;

	while (kmap_held_next(&task->kmap, window_of(window_number(task)), &slot, &mapping))
		note_print(&mapping);
}

/* Print the task if it is the owner of the slot. */
static void owner_print(struct task *task, void *argument)
{
	const struct kmap_where *where = argument;

	if (task->cpu && window_number(task) == where->window &&
	    (task->kmap.used >> where->slot & 1))
		print("  task %s (%u) holds that slot%s\n", task->name, task->id,
		      task->running ? " and runs" : ", not running");
}

/* What is known about the slot, or the slots, of a report. */
static void context_print(const struct kmap_report *report)
{
	const struct kmap_note *note = &report->note;
	struct task *task = task_of_kmap(report->ctrl);
	struct kmap_where where = { KMAP_PLACE_SLOT, report->window, report->slot };

	if (report->bug == KMAP_BUG_EXHAUSTED || report->slot == KMAP_NO_SLOT) {
		held_print(task);
		return;
	}
	task_each(owner_print, &where);
	note_print(&(struct kmap_description){
		.slot = note->start,
		.pages = note->pages,
		.address = kmap_window_slot_address(window_number(task), note->start),
		.note = *note,
	});
}

static void slot_text(const struct kmap_report *report, char *text, size_t size)
{
	if (report->slot == KMAP_NO_SLOT)
		print_to(text, size, "no slot of CPU %u", report->cpu);
	else if (KMAP_WINDOW_TASK)
		print_to(text, size, "slot %u of window %u, on CPU %u", report->slot,
			 report->window, report->cpu);
	else
		print_to(text, size, "slot %u of CPU %u", report->slot, report->cpu);
}

static void report_print(const struct kmap_report *report)
{
	const struct task *task = task_of_kmap(report->ctrl);
	char slot[64];
	char value[KMAP_VALUE_TEXT_SIZE];

	slot_text(report, slot, sizeof(slot));
	print("kmap: %s: %s, task %s (%u) holding mask %x, %s%scaller %p\n",
	      kmap_bug_text(report->bug), slot, task->name, task->id, report->used,
	      kmap_value_text(report, value), report->kind == KMAP_VALUE_NONE ? "" : ", ",
	      (void *)report->caller);
	context_print(report);
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

/* What the current task has, or had, mapped at the address. */
static void mapping_print(const void *address)
{
	static const char *const states[] = {
		[KMAP_STATE_OUTSIDE] = "in no slot of its window",
		[KMAP_STATE_HELD] = "in a mapping of this task",
		[KMAP_STATE_OVERRUN] = "in the guard: this task overran a mapping",
		[KMAP_STATE_GIVEN_UP] = "in a mapping that this task gave back before",
		[KMAP_STATE_FREE] = "in a slot that this task does not hold",
	};
	const struct task *task = current_task();
	struct kmap_description mapping =
		kmap_describe(&task->kmap, window_of(window_number(task)), address);

	print("  it is %s\n", states[mapping.state]);
	note_print(&mapping);
}

static void place_print(const void *address)
{
	struct kmap_where where = kmap_where(address);
	const char *what = where.place == KMAP_PLACE_GUARD ? "the guard beside slot" : "slot";

	if (kmap_io_contains(address)) {
		print("  %p is in the I/O window, where %s is mapped\n", address,
		      kmap_io_len(address) ? "a page" : "nothing");
		return;
	}
	if (kmap_persistent_contains(address)) {
		print("  %p is in the persistent window, where %s\n", address,
		      kmap_persistent_to_page(address) ? "a page is mapped" : "nobody uses a page");
		return;
	}
	if (where.place == KMAP_PLACE_OUTSIDE) {
		print("  %p is in no kmap window\n", address);
		return;
	}
	print("  %p is %s %u of %s %u\n", address, what, where.slot,
	      KMAP_WINDOW_TASK ? "window" : "CPU", where.window);
	task_each(owner_print, &where);
	mapping_print(address);
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
