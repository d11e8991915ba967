/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Waiting for room in the persistent window. Tasks really sleep. A lost wake-up is detected
 * without a timeout: a task that sleeps holds nothing, so if all sleep there is room, and
 * one of them should have been woken.
 */
#include "machine.h"

#include "check.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
/* Calls of race_wake_all(); running CPUs, including those that sleep. */
static uint32_t wakes;
static unsigned int running, sleeping;

static void fail_if_all_sleep(void)
{
	if (running && sleeping == running)
		check_fatal("a wake-up was lost: all %u CPUs sleep", running);
}

static void end_sleep(struct race_cpu *cpu)
{
	sleeping -= cpu->wait.asleep;
	cpu->wait.asleep = false;
}

void race_wait_begin(unsigned int cpus)
{
	pthread_mutex_lock(&lock);
	running = cpus;
	pthread_mutex_unlock(&lock);
}

void race_wait_enter(void)
{
	pthread_mutex_lock(&lock);
	running++;
	pthread_mutex_unlock(&lock);
}

void race_wait_leave(void)
{
	pthread_mutex_lock(&lock);
	running--;
	fail_if_all_sleep();
	pthread_mutex_unlock(&lock);
}

unsigned int race_sleepers(void)
{
	unsigned int count;

	pthread_mutex_lock(&lock);
	count = sleeping;
	pthread_mutex_unlock(&lock);
	return count;
}

void race_wait_prepare(void)
{
	race_linger();
	pthread_mutex_lock(&lock);
	race_self->wait.wakes_seen = wakes;
	pthread_mutex_unlock(&lock);
}

bool race_wait_sleep(bool interruptible)
{
	struct race_cpu *self = race_self;
	bool interrupted;

	pthread_mutex_lock(&lock);
	if (self->wait.wakes_seen == wakes && !(interruptible && self->wait.interrupted)) {
		self->wait.interruptible = interruptible;
		self->wait.asleep = true;
		sleeping++;
		fail_if_all_sleep();
	}
	while (self->wait.asleep)
		pthread_cond_wait(&changed, &lock);
	interrupted = interruptible && self->wait.interrupted;
	if (interrupted)
		self->wait.interrupted = false;
	pthread_mutex_unlock(&lock);
	return interrupted;
}

void race_wake_all(void)
{
	pthread_mutex_lock(&lock);
	wakes++;
	for (struct race_cpu *cpu = race_cpus; cpu < race_cpus + RACE_CPUS; cpu++)
		end_sleep(cpu);
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

void race_interrupt(struct race_cpu *cpu)
{
	pthread_mutex_lock(&lock);
	cpu->wait.interrupted = true;
	if (cpu->wait.interruptible)
		end_sleep(cpu);
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}
