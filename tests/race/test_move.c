/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where windows are private to a CPU, or the tasks': tasks that go from CPU to CPU with
 * their mappings, interrupted while they map and unmap, on CPUs that run ahead. What a CPU
 * has written in a task's state, and in PTEs, the next one reads; only the lock of the list
 * of waiting tasks orders that, as the scheduler's does in a kernel.
 *
 * In each round all windows are new: what is done once for each slot is done often.
 */
#include <stdio.h>

#include <kmap/kmap.h>

#include "check.h"
#include "tests.h"

#define MOVE_ROUNDS (race_share * 5u)
#define MOVE_STEPS 50u
/* Rounds between two lines that say how far it is. */
#define TOLD 50u
#define HELD_MAX 3u
#define HANDLER_PAGES 2u
/* More than CPUs, so that some wait. */
#define TASKS (RACE_CPUS + 2)
#define FRAMES_OF_A_TASK (RACE_LOCAL / TASKS)

/* A task: its mappings, and what each must show. Its frames are nobody else's. */
struct mover {
	struct race_task task;
	uint32_t number;
	unsigned int held;
	void *address[HELD_MAX];
	kmap_page_t *page[HELD_MAX];
};

static struct mover movers[TASKS];
static _Thread_local struct mover *running;
/* Those that wait; under the lock. */
static pthread_mutex_t waiting_lock = PTHREAD_MUTEX_INITIALIZER;
static struct mover *waiting[TASKS];
static unsigned int waiting_count;

#if KMAP_WINDOW_TASK

/* Of a round: the windows, which no TLB knows. */
static void windows_init(void)
{
	for (uint32_t i = 0; i < TASKS; i++)
		kmap_window_init(movers[i].task.window, RACE_CPUS + i);
	for (struct race_cpu *cpu = race_cpus; cpu < race_cpus + RACE_CPUS; cpu++)
		for (size_t page = 0; page < RACE_WINDOW_PAGES; page++)
			cpu->tlb[page] = kmap_arch_pte_none();
}

/* No task is left in the window of @task, so another one may begin there. */
static void begin_anew(struct mover *task)
{
	if (!task->held && race_random(4) == 0)
		kmap_ctrl_init(&task->task.ctrl);
}

static struct kmap_window *window_of(uint32_t number)
{
	return movers[number].task.window;
}

#define WINDOWS TASKS

#else

static void windows_init(void)
{
	for (struct race_cpu *cpu = race_cpus; cpu < race_cpus + RACE_CPUS; cpu++) {
		race_self = cpu;
		kmap_window_init(&cpu->window, cpu->number);
	}
	race_self = &race_cpus[0];
}

static void begin_anew(struct mover *task)
{
	(void)task;
}

static struct kmap_window *window_of(uint32_t number)
{
	return &race_cpus[number].window;
}

#define WINDOWS RACE_CPUS

#endif

static void check_frame(const void *address, const kmap_page_t *page)
{
	struct race_frame *frame = race_access(address);

	if (frame && check_that(frame->number == kmap_host_page_to_pfn(page),
				"frame %u is mapped instead of %lu", frame->number,
				kmap_host_page_to_pfn(page)))
		frame->written++;
}

static void use_one_by_one(kmap_page_t *const *pages)
{
	const void *addresses[HANDLER_PAGES];

	for (unsigned int i = 0; i < HANDLER_PAGES; i++)
		addresses[i] = kmap_local_page(pages[i]);
	for (unsigned int i = 0; i < HANDLER_PAGES; i++)
		check_frame(addresses[i], pages[i]);
	for (unsigned int i = 0; i < HANDLER_PAGES; i++)
		kunmap_local(addresses[i]);
}

static void use_side_by_side(kmap_page_t *const *pages)
{
	const char *address = kmap_local_pages(pages, HANDLER_PAGES);

	for (unsigned int i = 0; i < HANDLER_PAGES; i++)
		check_frame(address + i * KMAP_PAGE_SIZE, pages[i]);
	kunmap_local(address);
}

/* A handler over the task, which maps pages of this CPU's. */
static void handler(void)
{
	struct kmap_irq_state state = kmap_irq_enter();
	kmap_page_t *pages[HANDLER_PAGES];

	for (unsigned int i = 0; i < HANDLER_PAGES; i++)
		pages[i] = &race_pages[race_self->number * HANDLER_PAGES + i];
	if (race_random(2))
		use_one_by_one(pages);
	else
		use_side_by_side(pages);
	kmap_irq_exit(state);
}

/* Interrupts are off here. */
static void switch_in(struct mover *task)
{
	running = task;
	race_self->current = &task->task;
	kmap_switch_in(&task->task.ctrl);
}

/* Give this CPU's task to the others, and take one that waits. */
static void switch_task(void)
{
	struct mover *next;
	uint32_t nr;

	race_self->handler = NULL;
	kmap_switch_out(&running->task.ctrl);
	pthread_mutex_lock(&waiting_lock);
	nr = race_random(waiting_count);
	next = waiting[nr];
	waiting[nr] = running;
	begin_anew(next);
	pthread_mutex_unlock(&waiting_lock);
	switch_in(next);
	race_self->handler = handler;
}

static void map_one(uint32_t nr)
{
	uint32_t first = RACE_FIRST_LOCAL + running->number * FRAMES_OF_A_TASK;
	kmap_page_t *page = &race_pages[first + nr % FRAMES_OF_A_TASK];

	running->page[running->held] = page;
	running->address[running->held++] = kmap_local_page(page);
}

static void unmap_one(uint32_t nr)
{
	uint32_t chosen = nr % running->held;

	kunmap_local(running->address[chosen]);
	running->held--;
	running->address[chosen] = running->address[running->held];
	running->page[chosen] = running->page[running->held];
}

static void check_held(void)
{
	for (unsigned int i = 0; i < running->held; i++)
		check_frame(running->address[i], running->page[i]);
}

static void begin(void)
{
	switch_in(&movers[race_self->number]);
	race_self->handler = handler;
}

static void end(void)
{
	race_self->handler = NULL;
	kmap_switch_out(&running->task.ctrl);
}

/* The first step of a CPU takes the task with its number. */
static void move_step(uint32_t nr)
{
	if (nr == 0)
		begin();
	if (running->held < HELD_MAX && race_random(2))
		map_one(race_random(FRAMES_OF_A_TASK));
	else if (running->held)
		unmap_one(race_random(HELD_MAX));
	check_held();
	race_run_ahead();
	if (race_random(2))
		switch_task();
	check_held();
	if (nr == MOVE_STEPS - 1)
		end();
}

/* What is left is taken down here, whoever mapped it where. */
static void release_all(void)
{
	for (uint32_t i = 0; i < TASKS; i++) {
		switch_in(&movers[i]);
		check_held();
		while (running->held)
			unmap_one(0);
		check_that(!running->task.ctrl.used, "task %u holds something", i);
	}
	for (struct race_cpu *cpu = race_cpus; cpu < race_cpus + RACE_CPUS; cpu++)
		cpu->current = &cpu->own;
}

static void check_counters(void)
{
	uint32_t maps = 0, unmaps = 0;

	for (uint32_t number = 0; number < WINDOWS; number++) {
		struct kmap_stat stat;

		kmap_stat_read(window_of(number), &stat);
		maps += stat.maps, unmaps += stat.unmaps;
	}
	check_that(maps && maps == unmaps, "%u maps, %u unmaps", maps, unmaps);
}

static void move_round(void)
{
	waiting_count = 0;
	windows_init();
	for (uint32_t i = 0; i < TASKS; i++) {
		kmap_ctrl_init(&movers[i].task.ctrl);
		movers[i].number = i;
		movers[i].held = 0;
		if (i >= RACE_CPUS)
			waiting[waiting_count++] = &movers[i];
	}
	check_on_all(move_step, MOVE_STEPS);
	release_all();
	check_counters();
}

static void tell(uint32_t rounds)
{
	printf("# round %u of %u\n", rounds, MOVE_ROUNDS);
	fflush(stdout);
}

void test_move(void)
{
	for (uint32_t round = 0; round < MOVE_ROUNDS && !KMAP_WINDOW_CPU; round++) {
		move_round();
		if ((round + 1) % TOLD == 0)
			tell(round + 1);
	}
}
