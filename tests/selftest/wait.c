/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Waiting: every order of an event and the steps of a wait, in the wait queue for room in
 * the persistent window, through the hooks that the core calls.
 */
#include "selftest.h"

#include "persistent.h"

/*
 * When the event comes: before kmap_host_wait_prepare(); between it and the sleep, from the
 * task itself or from a task that preempts it; or during the sleep.
 */
enum moment { BEFORE, BETWEEN, PREEMPTED, ASLEEP };
enum event { WAKE, INTERRUPT };

static const struct order {
	bool interruptible;
	enum event event;
	enum moment moment;
	/* The task sleeps; the event ends the sleep; the wait returns that it was interrupted. */
	bool sleeps, ends, interrupted;
} orders[] = {
	/* A wake-up before the prepare does not count. */
	{ false, WAKE, BEFORE, .sleeps = true },
	{ true, WAKE, BEFORE, .sleeps = true },
	{ false, WAKE, BETWEEN, .sleeps = false },
	{ true, WAKE, BETWEEN, .sleeps = false },
	{ false, WAKE, PREEMPTED, .sleeps = false },
	{ true, WAKE, PREEMPTED, .sleeps = false },
	{ false, WAKE, ASLEEP, .sleeps = true, .ends = true },
	{ true, WAKE, ASLEEP, .sleeps = true, .ends = true },
	/* An interruption stays pending until an interruptible wait takes it. */
	{ false, INTERRUPT, BEFORE, .sleeps = true },
	{ true, INTERRUPT, BEFORE, .sleeps = false, .interrupted = true },
	{ false, INTERRUPT, BETWEEN, .sleeps = true },
	{ true, INTERRUPT, BETWEEN, .sleeps = false, .interrupted = true },
	{ false, INTERRUPT, PREEMPTED, .sleeps = true },
	{ true, INTERRUPT, PREEMPTED, .sleeps = false, .interrupted = true },
	{ false, INTERRUPT, ASLEEP, .sleeps = true },
	{ true, INTERRUPT, ASLEEP, .sleeps = true, .ends = true, .interrupted = true },
};

/* A wait, and its result. */
static struct {
	const struct order *order;
	struct task *task;
	bool event_came, came_before_sleep;
	bool interrupted, still_queued, interruption_left, ended;
} one;

static void cause(void *argument)
{
	(void)argument;
	if (one.order->event == WAKE)
		kmap_host_wake_all();
	else
		task_interrupt(one.task);
	one.event_came = true;
}

static void cause_at(enum moment moment)
{
	if (one.order->moment != moment)
		return;
	if (moment == PREEMPTED)
		task_create("causer", cause, NULL, PRIORITY_LATENCY, 1);
	else
		cause(NULL);
}

/* Runs on CPU 0, as the causer does. */
static void waiter(void *argument)
{
	(void)argument;
	one.task = current_task();
	cause_at(BEFORE);
	kmap_host_wait_prepare();
	cause_at(BETWEEN);
	cause_at(PREEMPTED);
	one.came_before_sleep = one.event_came;
	one.interrupted = kmap_host_wait_sleep(one.order->interruptible);
	kmap_host_wait_finish();
	one.still_queued = !list_empty(&persistent_waiters.waiters);
	/* A second wait shows whether an interruption is pending. The wake-up ends it anyway. */
	kmap_host_wait_prepare();
	kmap_host_wake_all();
	one.interruption_left = kmap_host_wait_sleep(true);
	kmap_host_wait_finish();
	flag_set(&one.ended);
}

static bool has_ended(void)
{
	return __atomic_load_n(&one.ended, __ATOMIC_ACQUIRE);
}

/* Wait until the task sleeps or has ended. Returns whether it sleeps. */
static bool comes_to_sleep(const struct task *task)
{
	while (!has_ended() && !task_look(task).asleep)
		sleep_ticks(1);
	return !has_ended();
}

static bool wait_in_order(const struct order *order)
{
	bool slept, sleeps_on;
	struct task *task;

	one.order = order;
	one.event_came = one.ended = false;
	task = task_create("waiter", waiter, NULL, PRIORITY_WORKER, 1);
	slept = comes_to_sleep(task);
	if (slept && order->moment == ASLEEP)
		cause(NULL);
	sleeps_on = slept && task_look(task).asleep;
	/* Make it end even if a wake-up was lost. */
	while (!has_ended()) {
		kmap_host_wake_all();
		sleep_ticks(1);
	}
	task_wait_all();
	CHECK(one.came_before_sleep == (order->moment != ASLEEP));
	CHECK(slept == order->sleeps);
	CHECK(sleeps_on == (order->sleeps && !order->ends));
	CHECK(one.interrupted == order->interrupted);
	CHECK(!one.still_queued);
	CHECK(one.interruption_left == (order->event == INTERRUPT && !order->interrupted));
	return true;
}

static bool every_order(void)
{
	for (unsigned int i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		if (wait_in_order(&orders[i]))
			continue;
		print("# order %u of the table\n", i);
		return false;
	}
	return true;
}

static uint64_t deadline_ns;
static bool woke_early;

static void wait_sleeper(void *argument)
{
	(void)argument;
	task_sleep_until(deadline_ns);
	woke_early = machine_now_ns() < deadline_ns;
	kmap_host_wait_prepare();
	kmap_host_wake_all();
	one.interruption_left = kmap_host_wait_sleep(true);
	kmap_host_wait_finish();
	flag_set(&one.ended);
}

/* Sleep until a time: not too short, and an interruption stays pending. */
static bool sleep_until(uint64_t ns, bool interrupt)
{
	struct task *task;

	deadline_ns = ns;
	one.ended = false;
	task = task_create("sleeper", wait_sleeper, NULL, PRIORITY_WORKER, 1);
	interrupt = interrupt && comes_to_sleep(task);
	if (interrupt)
		task_interrupt(task);
	task_wait_all();
	CHECK(!woke_early);
	CHECK(one.interruption_left == interrupt);
	return true;
}

/* Times in the past and in the future; an interruption does not end such a sleep. */
static bool sleeps_to_the_end(void)
{
	uint64_t now_ns = machine_now_ns();

	return sleep_until(0, false) && sleep_until(now_ns, false) &&
	       sleep_until(now_ns + 3 * TICK_NS, false) &&
	       sleep_until(now_ns + 200 * TICK_NS, true);
}

const struct selftest selftests_wait[] = {
	{ "wake-ups and interruptions before, in and after each step of a wait", every_order, 1 },
	{ "a sleep until a time lasts until then", sleeps_to_the_end, 1 },
	{ NULL, NULL, 0 },
};
