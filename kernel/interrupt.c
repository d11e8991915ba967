/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entry and exit code of all interrupt handlers.
 */
#include "interrupt.h"

#include <kmap/kmap.h>

#include "flush.h"
#include "sched.h"
#include "trace.h"

static void (*timer_hook)(void);
static void (*test_hook)(void);
/* The number of handlers, on all CPUs, that run a hook or are about to load one. */
static unsigned int hooks_running;

/*
 * When it returns no CPU runs the old hook: either this CPU sees the count of a handler,
 * or the handler sees the new hook. Task context.
 */
static void hook_set(void (**place)(void), void (*hook)(void))
{
	__atomic_store_n(place, hook, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&hooks_running, __ATOMIC_SEQ_CST))
		cpu_relax();
}

void interrupt_timer_hook(void (*hook)(void))
{
	hook_set(&timer_hook, hook);
}

void interrupt_test_hook(void (*hook)(void))
{
	hook_set(&test_hook, hook);
}

static void (*volatile nmi_hook)(void);

void interrupt_nmi_hook(void (*hook)(void))
{
	nmi_hook = hook;
}

bool interrupt_nmi(void)
{
	struct task *task = current_task();

	if (!nmi_hook)
		return false;
	task->in_nmi = true;
	nmi_hook();
	task->in_nmi = false;
	return true;
}

static void run_hook(void (**place)(void))
{
	void (*hook)(void);

	__atomic_fetch_add(&hooks_running, 1, __ATOMIC_SEQ_CST);
	hook = __atomic_load_n(place, __ATOMIC_SEQ_CST);
	if (hook)
		hook();
	__atomic_fetch_sub(&hooks_running, 1, __ATOMIC_RELEASE);
}

static void handle_timer(void)
{
	sched_timer();
	run_hook(&timer_hook);
}

static void handle_reschedule(void)
{
	/* The sender has set task->reschedule; sched_interrupt_exit() checks it. */
}

static void handle_test(void)
{
	run_hook(&test_hook);
}

static void interrupt_run(void (*handler)(void))
{
	struct task *task = current_task();
	struct kmap_irq_state held = kmap_irq_enter();

	trace_interrupt_begin();
	task->interrupt_depth++;
	handler();
	kmap_irq_exit(held);
	trace_interrupt_end();
	if (--task->interrupt_depth == 0)
		sched_interrupt_exit();
}

void interrupt_timer(void)
{
	interrupt_run(handle_timer);
}

void interrupt_reschedule(void)
{
	interrupt_run(handle_reschedule);
}

void interrupt_flush(void)
{
	interrupt_run(flush_answer);
}

void interrupt_test(void)
{
	interrupt_run(handle_test);
}
