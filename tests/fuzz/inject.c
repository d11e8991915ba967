/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pieces of program in the middle of an operation: as an interrupt handler, in
 * another task, or on another CPU.
 */
#include "inject.h"

#include "task.h"

unsigned long fuzz_injections;
/* Depth of nested pieces that are running. */
static unsigned int nested;

/* The piece to run between two steps. */
static const struct piece {
	enum operation kind;
	const struct instruction *list;
	unsigned int count;
	unsigned int task;
} * waiting;

bool fuzz_injected(void)
{
	return nested;
}

void inject_reset(void)
{
	nested = 0;
	waiting = NULL;
}

/* The mask that a handler finds: that of the task, plus or minus the interrupted operation. */
static void check_entry(const struct model_task *task, uint32_t base)
{
	uint32_t unexplained = base & ~(task->used | task->flight.mask);
	unsigned int count = 0;

	for (uint32_t left = unexplained; left; left &= left - 1)
		count++;
	if (task->used & ~base || count > task->flight.taken)
		fake_fail("a handler finds mask %#x of task %u, which has %#x", base,
			  fake_current()->number, task->used);
}

/*
 * If the handler unmaps a slot of the task and then maps a page in it, the slot is in use
 * before and after, and the core cannot detect that: see kmap_irq_exit(). So the handler
 * gives such slots back.
 */
static void give_back_stolen_slots(uint32_t base)
{
	struct model_task *task = model_current();
	unsigned int nr = task->count;

	while (nr--) {
		struct hold *hold = &task->hold[nr];
		const void *address = (const void *)hold->address;

		if (hold->depth != fuzz_depth() || !(model_bits(hold) & base))
			continue;
		model_remove(hold);
		kunmap_local(address);
	}
}

/* The core takes down what the handler itself mapped. */
static bool drop_own(void)
{
	struct model_task *task = model_current();
	unsigned int nr = task->count;
	uint32_t kept = 0;

	while (nr--)
		if (task->hold[nr].depth == fuzz_depth()) {
			kept |= model_bits(&task->hold[nr]);
			model_remove(&task->hold[nr]);
		}
	if (kept)
		fuzz_expect(KMAP_BUG_IRQ_LEAK,
			    model_slot_address(fake_window_number(),
					       (unsigned int)__builtin_ctz(kept)));
	return kept;
}

/* What the handler stole belongs to its owner again: the same slots, but with no pages. */
static void restore_stolen(void)
{
	struct model_task *task = model_current();
	uint32_t stolen = 0;

	for (unsigned int nr = 0; nr < task->count; nr++)
		if (task->hold[nr].thief == fuzz_depth()) {
			task->hold[nr].thief = 0;
			stolen |= model_bits(&task->hold[nr]);
		}
	task->used |= stolen;
	if (stolen)
		fuzz_expect(KMAP_BUG_IRQ_STOLE,
			    model_slot_address(fake_window_number(),
					       (unsigned int)__builtin_ctz(stolen)));
}

static bool may_interrupt(void)
{
	return fuzz_depth() < FUZZ_DEPTHS - 1 && !fake_this_cpu()->irqs_off &&
	       (!fake_this_cpu()->switching || fake_order == FAKE_CURRENT_BETWEEN);
}

static void run_handler(const struct piece *piece)
{
	struct model_task *task = model_current();
	struct kmap_irq_state entry = kmap_irq_enter(), now;
	uint32_t base = entry.used, used = task->used, dark = task->dark;
	struct flight flight = task->flight;

	check_entry(task, base);
	task->dark = dark | (base ^ used);
	task->used = base;
	task->flight = (struct flight){ 0, 0 };
	fake_this_cpu()->irq_depth++;
	fuzz_run(piece->list, piece->count);
	task_close_sections();
	give_back_stolen_slots(base);
	drop_own();
	restore_stolen();
	if (task->used != base)
		fake_fail("model: %#x after a handler, was %#x", task->used, base);
	kmap_irq_exit(entry);
	fake_this_cpu()->irq_depth--;
	fuzz_reports_check();
	now = kmap_irq_enter();
	if (now.used != entry.used || now.joined != entry.joined || now.atomic != entry.atomic)
		fake_fail(
			"used, joined, atomic are %#x, %#x, %u after a handler, were %#x, %#x, %u",
			now.used, now.joined, now.atomic, entry.used, entry.joined, entry.atomic);
	task->used = used;
	task->dark = dark;
	task->flight = flight;
}

static void run_preempting(const struct piece *piece)
{
	struct fake_task *task = fake_current();
	unsigned int cpu = fake_cpu_number;

	if (!task_switch(piece->task))
		return;
	/* No CPU may run it until the preempting task is done. */
	model_tasks[task->number].flying++;
	fuzz_run(piece->list, piece->count);
	model_tasks[task->number].flying--;
	task_resume(task, cpu);
}

static void run_elsewhere(const struct piece *piece)
{
	unsigned int cpu = fake_cpu_number, target = (cpu + 1) % FUZZ_CPUS;
	struct model_task *task = model_current();

	if (fake_cpus[target].switching || fake_cpus[target].irq_depth ||
	    model_tasks[fake_cpus[target].current->number].flying)
		return;
	fake_execute_on(target);
	/* It must not be switched out or moved meanwhile. */
	task->flying++;
	fuzz_run(piece->list, piece->count);
	task->flying--;
	fake_execute_on(cpu);
}

static void run_piece(const struct piece *piece)
{
	struct fuzz_reports reports;

	/* Nothing interrupts an NMI. */
	if (fake_this_cpu()->nmi)
		return;
	fuzz_reports_save(&reports);
	fuzz_injections++;
	nested++;
	fuzz_say("{ %s", piece->kind == FUZZ_irq_at ? "interrupt" : "");
	if (piece->kind == FUZZ_irq_at && may_interrupt())
		run_handler(piece);
	else if (piece->kind == FUZZ_preempt_at)
		run_preempting(piece);
	else if (piece->kind == FUZZ_other_at)
		run_elsewhere(piece);
	else if (piece->kind == FUZZ_migrate_at)
		task_migrate();
	fuzz_say("}");
	nested--;
	fuzz_reports_restore(&reports);
}

static void action(void)
{
	const struct piece *piece = waiting;

	waiting = NULL;
	if (piece)
		run_piece(piece);
}

static enum operation kind_of(uint8_t op)
{
	if (op == FUZZ_irq_now)
		return FUZZ_irq_at;
	return op == FUZZ_preempt_now ? FUZZ_preempt_at : (enum operation)op;
}

/* Whether an operation may be interrupted: not those that compare two observations. */
static bool interruptible(uint8_t op)
{
	return op < FUZZ_irq_at && op != FUZZ_look && op != FUZZ_held && op != FUZZ_stat;
}

/* Take the next instructions as a piece, and run the operation after it with the piece in it. */
unsigned int inject_at(const struct instruction *list, unsigned int count, bool (*moves)(uint8_t),
		       void (*one)(const struct instruction *))
{
	struct piece piece = { .kind = kind_of(list->op), .list = list + 1, .task = list->c };
	struct fake_plan plan = { .at = list->a & 63u, .action = action };
	unsigned int length = piece.kind == FUZZ_migrate_at ? 0 : (list->b & 3u) + 1;

	if (count - 1 < length || nested >= FUZZ_DEPTHS)
		return 1;
	piece.count = length;
	if (list->op != piece.kind) {
		run_piece(&piece);
		return 1 + length;
	}
	if (count - 1 == length || !interruptible(list[1 + length].op) ||
	    (piece.kind == FUZZ_migrate_at && !moves(list[1].op)))
		return 1 + length;
	waiting = &piece;
	fake_arm(&plan);
	one(&list[1 + length]);
	waiting = NULL;
	fake_disarm();
	return 2 + length;
}
