/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * CPUs are threads; their interrupts are signals and timers.
 */
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "host.h"
#include "os.h"
#include "private.h"

#define NS_PER_SECOND 1000000000u

/* Some libc headers do not have this name. */
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static const int signals[OS_INTERRUPTS] = {
	[OS_TIMER] = SIGALRM,
	[OS_RESCHEDULE] = SIGUSR1,
	[OS_FLUSH] = SIGURG,
	[OS_TEST] = SIGUSR2,
};

/* One for each CPU; complete before the thread calls machine_cpu_ready(). */
static struct os_cpu {
	pid_t thread;
	timer_t timer;
	unsigned int number;
	void (*entry)(unsigned int number);
} cpus[OS_CPUS_MAX];

static sigset_t signal_set;

static void handle_signal(int number)
{
	for (unsigned int i = 0; i < OS_INTERRUPTS; i++)
		if (signals[i] == number)
			machine_interrupt((enum os_interrupt)i);
}

/*
 * All of them are masked when a handler starts; the kernel half unmasks them. The return
 * from the handler restores the mask of before, in which they are always unmasked.
 */
void os_signals_setup(void)
{
	struct sigaction action = { .sa_handler = handle_signal, .sa_flags = SA_RESTART };

	sigemptyset(&signal_set);
	for (unsigned int i = 0; i < OS_INTERRUPTS; i++)
		sigaddset(&signal_set, signals[i]);
	action.sa_mask = signal_set;
	for (unsigned int i = 0; i < OS_INTERRUPTS; i++)
		if (interrupt_handler(signals[i], &action))
			os_die("sigaction");
	pthread_sigmask(SIG_BLOCK, &signal_set, NULL);
}

void os_interrupts_unmask(void)
{
	pthread_sigmask(SIG_UNBLOCK, &signal_set, NULL);
}

static void timer_make(struct os_cpu *cpu)
{
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = signals[OS_TIMER],
	};

	event.sigev_notify_thread_id = cpu->thread;
	if (timer_create(CLOCK_MONOTONIC, &event, &cpu->timer))
		os_die("timer_create");
}

static void *thread_main(void *argument)
{
	struct os_cpu *cpu = argument;

	cpu->thread = gettid();
	timer_make(cpu);
	cpu->entry(cpu->number);
	return NULL;
}

static int thread_create(struct os_cpu *cpu, void *stack, size_t size)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	pthread_attr_init(&attributes);
	error = pthread_attr_setstack(&attributes, stack, size);
	if (!error)
		error = pthread_create(&thread, &attributes, thread_main, cpu);
	pthread_attr_destroy(&attributes);
	return error;
}

bool os_cpu_start(unsigned int number, void *stack, size_t size, void (*entry)(unsigned int))
{
	struct os_cpu *cpu = &cpus[number];
	sigset_t before;

	cpu->number = number;
	cpu->entry = entry;
	/* The new thread inherits the mask. */
	pthread_sigmask(SIG_BLOCK, &signal_set, &before);
	errno = thread_create(cpu, stack, size);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return errno == 0;
}

void os_interrupt(unsigned int number, enum os_interrupt interrupt)
{
	if (tgkill(getpid(), cpus[number].thread, signals[interrupt]))
		os_die("tgkill");
}

/* A time in the past raises the signal at once, but zero would stop the timer. */
void os_timer_set(unsigned int number, uint64_t deadline_ns)
{
	struct itimerspec when = { 0 };

	when.it_value.tv_sec = (time_t)(deadline_ns / NS_PER_SECOND);
	when.it_value.tv_nsec = (long)(deadline_ns % NS_PER_SECOND);
	if (!deadline_ns)
		when.it_value.tv_nsec = 1;
	if (timer_settime(cpus[number].timer, TIMER_ABSTIME, &when, NULL))
		os_die("timer_settime");
}

/* The futex call checks the word again before it sleeps, and returns after each signal. */
void os_wait(uint32_t *word)
{
	while (!__atomic_load_n(word, __ATOMIC_RELAXED))
		syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}
