/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where windows are private to a CPU: tasks that go from CPU to CPU with their mappings.
 * What a CPU has written in a task's state, the next one reads; only the lock of the
 * list of waiting tasks orders that, as the scheduler's does in a kernel.
 */
#include <kmap/kmap.h>

#include "check.h"
#include "tests.h"

#define MOVE_STEPS (race_share * 250u)
#define HELD_MAX 3u
/* More than CPUs, so that some wait. */
#define TASKS (RACE_CPUS + 2)
#define FRAMES_OF_A_TASK (RACE_LOCAL / TASKS)

/* A task: its mappings, and what each must show. Its frames are nobody else's. */
struct mover {
	struct kmap_ctrl ctrl;
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

static void switch_in(struct mover *task)
{
	running = task;
	race_self->current = &task->ctrl;
	kmap_switch_in(&task->ctrl);
}

/* Give this CPU's task to the others, and take one that waits. */
static void switch_task(void)
{
	struct mover *next;
	uint32_t nr;

	kmap_switch_out(&running->ctrl);
	pthread_mutex_lock(&waiting_lock);
	nr = race_random(waiting_count);
	next = waiting[nr];
	waiting[nr] = running;
	pthread_mutex_unlock(&waiting_lock);
	switch_in(next);
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
	for (unsigned int i = 0; i < running->held; i++) {
		struct race_frame *frame = race_access(running->address[i]);

		if (!frame || !check_that(frame->number == kmap_host_page_to_pfn(running->page[i]),
					  "frame %u is mapped", frame->number))
			return;
		frame->written++;
	}
}

/* The first step of a CPU takes the task with its number. */
static void move_step(uint32_t nr)
{
	if (nr == 0)
		switch_in(&movers[race_self->number]);
	if (running->held < HELD_MAX && race_random(2))
		map_one(race_random(FRAMES_OF_A_TASK));
	else if (running->held)
		unmap_one(race_random(HELD_MAX));
	check_held();
	if (race_random(2))
		switch_task();
	check_held();
	if (nr == MOVE_STEPS - 1)
		kmap_switch_out(&running->ctrl);
}

/* What is left is taken down here, whoever mapped it where. */
static void release_all(void)
{
	for (uint32_t i = 0; i < TASKS; i++) {
		switch_in(&movers[i]);
		while (running->held)
			unmap_one(0);
		check_that(!running->ctrl.used, "task %u holds something", i);
	}
	race_self->current = &race_self->ctrl;
}

void test_move(void)
{
	uint32_t maps = 0, unmaps = 0;

	if (!KMAP_WINDOW_PRIVATE)
		return;
	waiting_count = 0;
	for (uint32_t i = 0; i < TASKS; i++) {
		kmap_ctrl_init(&movers[i].ctrl);
		movers[i].number = i;
		if (i >= RACE_CPUS)
			waiting[waiting_count++] = &movers[i];
	}
	check_on_all(move_step, MOVE_STEPS);
	release_all();
	for (struct race_cpu *cpu = race_cpus; cpu < race_cpus + RACE_CPUS; cpu++) {
		struct kmap_stat stat;

		kmap_stat_read(&cpu->kmap, &stat);
		maps += stat.maps, unmaps += stat.unmaps;
		cpu->current = &cpu->ctrl;
	}
	check_that(maps == unmaps, "%u maps, %u unmaps", maps, unmaps);
}
