/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Running a case.
 */
#include "swarm.h"

#include <kmap/kmap.h>

#include "act.h"
#include "digest.h"
#include "machine.h"
#include "oracle.h"
#include "run.h"

/* Frames of each owner that are never written, so that all tasks may map them persistently. */
#define SHARED_FIRST 4u
#define SHARED_FRAMES 3u
/* Idle steps in a row that mean that all tasks wait forever. */
#define REST_MOST 10000u

static const struct swarm_case *running_case;
/* The next event of each task. */
static unsigned int cursor[SIM_TASKS];
static unsigned int rests;

/* The task whose operation the executing code belongs to. */
static struct sim_task *doer(void)
{
	const struct sim_cpu *cpu = sim_this_cpu();

	return cpu->switching ? cpu->leaving : cpu->current;
}

/* The event that is due at this step of a task, or NULL. */
static const struct swarm_event *due_event(const struct sim_task *task)
{
	const struct swarm_program *program = &running_case->program[task->number];
	unsigned int *next = &cursor[task->number];

	for (; *next < program->events; ++*next) {
		const struct swarm_event *event = &program->event[*next];

		if (event->operation > task->operation ||
		    (event->operation == task->operation && event->step > task->steps))
			return NULL;
		if (event->operation == task->operation && event->step == task->steps)
			return &program->event[(*next)++];
	}
	return NULL;
}

/* A CPU that is offline, searched from CPU @from on; or one that is not, if all are online. */
static unsigned int offline_cpu(unsigned int from)
{
	for (unsigned int i = 0; i < sim_param.cpus; i++, from++)
		if (sim.cpu[from % sim_param.cpus].offline)
			break;
	return from % sim_param.cpus;
}

/* Reduce the random argument of an event to a valid CPU or task. */
static struct sim_event fitting(struct sim_event event)
{
	struct sim_task *task;

	if (event.kind == SIM_RUN_CPU)
		event.argument %= sim_param.cpus;
	if (event.kind == SIM_SWITCH) {
		task = sim_ready_task(event.argument % sim_param.tasks);
		event.argument = task ? task->number : SIM_TASKS + sim.executing;
	}
	if (event.kind == SIM_PLUG)
		event.argument = 2 * offline_cpu(event.argument) + event.argument % 2;
	return event;
}

static void happen(struct sim_event event)
{
	event = fitting(event);
	if (sim_may_happen(event))
		sim_happen(event);
}

static void at_step(void)
{
	struct sim_task *task = doer();
	const struct swarm_event *due;

	if (sim_is_idle(task))
		return;
	task->steps++;
	for (due = due_event(task); due; due = due_event(task))
		happen(due->event);
}

static unsigned int pages_held(void)
{
	const struct sim_context *context = sim_this_context();
	unsigned int pages = 0;

	for (unsigned int nr = 0; nr < context->holds; nr++)
		pages += context->hold[nr].pages;
	return pages;
}

static bool can_map(unsigned int pages, unsigned int frame)
{
	return pages_held() + pages < KMAP_SLOTS + 2 && sim_this_context()->holds < KMAP_SLOTS &&
	       act_has_room(pages, frame);
}

static bool is_writable(const struct sim_hold *hold)
{
	unsigned int last = hold->frame[hold->pages - 1];

	return last < SIM_LOW_FRAMES || (last - SIM_LOW_FRAMES) % SIM_OWNER_FRAMES < SHARED_FIRST;
}

/* Whether the context has any frame from @frame on mapped. */
static bool has_mapped(unsigned int frame, unsigned int pages)
{
	const struct sim_context *context = sim_this_context();

	for (unsigned int nr = 0; nr < context->holds; nr++)
		for (unsigned int page = 0; page < context->hold[nr].pages; page++)
			if (context->hold[nr].frame[page] - frame < pages)
				return true;
	return false;
}

/* Whether other tasks may map the frame in the persistent window. */
static bool is_shared(unsigned int frame)
{
	return frame >= SIM_LOW_FRAMES &&
	       (frame - SIM_LOW_FRAMES) % SIM_OWNER_FRAMES >= SHARED_FIRST;
}

static bool must_have_one_address(unsigned int frame)
{
	if (frame < SIM_LOW_FRAMES)
		return CACHE_TAGS == CACHE_VIRTUAL;
	return KMAP_ARCH_REUSES_PERSISTENT && is_shared(frame);
}

static void map_frame(const struct swarm_operation *operation, unsigned int frame)
{
	enum act_way way = operation->b % ACT_WAYS;

	/* Where a page must have only one address, it cannot be mapped with other attributes. */
	if (must_have_one_address(frame) && way == ACT_READ_ONLY)
		way = ACT_PFN;
	if (can_map(1, frame) && !has_mapped(frame, 1))
		act_map(way, frame);
}

static void map_range(const struct swarm_operation *operation)
{
	unsigned int pages = 2 + operation->b % 3;
	unsigned int frame = act_frame(operation->a % 3);

	for (unsigned int page = 0; KMAP_ARCH_REUSES_PERSISTENT && page < pages; page++)
		if (is_shared(frame + page))
			return;
	if (pages <= KMAP_SLOTS && can_map(pages, frame) && !has_mapped(frame, pages))
		act_map_range(frame, pages);
}

/* Whether the context has a frame in a slot. */
static bool has_in_slot(unsigned int frame)
{
	const struct sim_context *context = sim_this_context();

	for (unsigned int nr = 0; nr < context->holds; nr++)
		for (unsigned int page = 0; page < context->hold[nr].pages; page++)
			if (context->hold[nr].frame[page] == frame &&
			    context->hold[nr].kind == SIM_SLOTS)
				return true;
	return false;
}

/*
 * A frame that all may map, or one of the task's own, which may be written. Not such a one where it
 * must not be mapped a second time: the task's other operations do that.
 */
static unsigned int persistent_frame(const struct swarm_operation *operation)
{
	unsigned int owner = operation->a % sim_param.tasks;

	if (operation->b & 256 && (!KMAP_ARCH_REUSES_PERSISTENT || CACHE_TAGS == CACHE_VIRTUAL))
		return act_frame(operation->b % SHARED_FIRST);
	return SIM_LOW_FRAMES + owner * SIM_OWNER_FRAMES + SHARED_FIRST +
	       operation->b % SHARED_FRAMES;
}

static void map_persistent(const struct swarm_operation *operation)
{
	unsigned int frame = persistent_frame(operation);
	bool may_wait = !sim_current()->preempt;

	/* A task that waits while it holds persistent mappings may deadlock. */
	for (unsigned int nr = 0; nr < sim_this_context()->holds; nr++)
		may_wait &= sim_this_context()->hold[nr].kind != SIM_PERSISTENT;
	if (KMAP_ARCH_REUSES_PERSISTENT && has_in_slot(frame))
		return;
	if (sim_this_context()->holds < KMAP_SLOTS)
		act_map_persistent(frame, may_wait);
}

static void copy(const struct swarm_operation *operation)
{
	unsigned int to = act_frame(operation->a % 2), from = act_frame(2 + operation->b % 2);

	if (operation->a & 256)
		from = act_low_frame();
	if (!has_mapped(to, 1) && !has_mapped(from, 1) && act_has_room_for_both(from, to))
		act_copy(to, from);
}

static void copy_many(const struct swarm_operation *operation)
{
	unsigned int to[2], from[2], low = operation->b % 3;

	for (unsigned int i = 0; i < 2; i++) {
		to[i] = act_frame(i);
		from[i] = low == i ? act_low_frame() : act_frame(2 + i);
	}
	if (!has_mapped(act_frame(0), 4) && !has_mapped(act_low_frame(), 1) &&
	    act_has_room_for_both(from[0], to[0]) && act_has_room_for_both(from[1], to[1]))
		act_copy_pages(to, from, 1 + operation->a % 2);
}

/* Operations on mappings that are held. */
static void use(const struct swarm_operation *operation)
{
	const struct sim_context *context = sim_this_context();
	unsigned int nr = context->holds ? operation->a % context->holds : 0;

	if (!context->holds)
		return;
	if (operation->code == SWARM_UNMAP)
		act_unmap(nr, operation->b % (context->hold[nr].pages * KMAP_PAGE_SIZE));
	else if (operation->code == SWARM_WRITE && is_writable(&context->hold[nr]))
		act_write(nr, operation->b);
	else
		act_read(nr);
}

static void operate(const struct swarm_operation *operation)
{
	switch (operation->code) {
	case SWARM_MAP:
		map_frame(operation, act_frame(operation->a % (SHARED_FIRST + SHARED_FRAMES)));
		break;
	case SWARM_MAP_LOW:
		map_frame(operation, act_low_frame());
		break;
	case SWARM_MAP_RANGE:
		map_range(operation);
		break;
	case SWARM_COPY:
		copy(operation);
		break;
	case SWARM_COPY_PAGES:
		copy_many(operation);
		break;
	case SWARM_CLEAR:
		if (!has_mapped(act_frame(operation->a % 4), 1) &&
		    can_map(1, act_frame(operation->a % 4)))
			act_clear(act_frame(operation->a % 4));
		break;
	case SWARM_MAP_PERSISTENT:
		map_persistent(operation);
		break;
	case SWARM_FLUSH_PERSISTENT:
		if (!sim_current()->preempt)
			kmap_flush_unused();
		break;
	case SWARM_NOTHING:
		break;
	default:
		use(operation);
	}
}

static void program(void)
{
	struct sim_task *task = sim_current();
	const struct swarm_program *mine = &running_case->program[task->number];

	for (unsigned int i = 0; i < SWARM_OPERATIONS; i++) {
		if (mine->operation[i].code == SWARM_NOTHING)
			continue;
		task->operation = i;
		task->steps = 0;
		rests = 0;
		operate(&mine->operation[i]);
		happen((struct sim_event){ SIM_RUN_CPU, sim.executing + 1 });
	}
	task->operation = SWARM_OPERATIONS;
	act_leak(mine->leaks);
}

/* @argument determines how many mappings the handler makes, how, and the order of unmaps. */
static void handler(unsigned int argument)
{
	unsigned int count = 1 + argument % 3;

	for (unsigned int i = 0; i < count; i++, argument /= 4) {
		struct swarm_operation operation = { SWARM_MAP, i, argument };

		if (argument % 5)
			map_frame(&operation, act_frame(i));
		else if (can_map(2, act_frame(4)) && !has_mapped(act_frame(4), 2))
			act_map_range(act_frame(4), 2);
	}
	while (sim_this_context()->holds) {
		act_read(0);
		act_unmap(argument % sim_this_context()->holds, argument % KMAP_PAGE_SIZE);
	}
}

static void rest(void)
{
	struct sim_task *task = sim_ready_task(sim.executing);

	if (sim_is_over()) {
		oracle_check_end();
		run_stop(RUN_ENDED);
	}
	if (rests++ > REST_MOST)
		sim_fail("all tasks wait");
	sim_step("idle");
	if (task)
		sim_happen((struct sim_event){ SIM_SWITCH, task->number });
	else
		happen((struct sim_event){ SIM_RUN_CPU, sim.executing + 1 });
}

static const struct sim_driver driver = {
	.step = at_step,
	.program = program,
	.interrupt = handler,
	.rest = rest,
};

bool swarm_run(const struct swarm_case *swarm)
{
	running_case = swarm;
	rests = 0;
	for (unsigned int task = 0; task < SIM_TASKS; task++)
		cursor[task] = 0;
	sim_param = swarm->param;
	sim_machine_seed(swarm->seed);
	sim_driver = &driver;
	sim_start(0);
	run_go(sim_this_cpu()->fibre);
	return run.outcome == RUN_ENDED;
}
