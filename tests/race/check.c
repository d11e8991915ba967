/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Failures are counted with relaxed atomics, which add no ordering to the code under test.
 */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "machine.h"

/* Failures that are printed for one test. */
#define REASONS 5u
/* Progress lines of a test, if it has so many steps. */
#define TOLD 5u
#define TOLD_FROM 100u

static unsigned int failures, test_number;
static const char *test_name;
static void (*step_of_all)(uint32_t nr);
static uint32_t steps_of_all;
static pthread_barrier_t start;

/* Called by ThreadSanitizer when it has printed a report. */
void __tsan_on_report(void *report);
void __tsan_on_report(void *report)
{
	(void)report;
	__atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED);
}

static unsigned int failed(void)
{
	return __atomic_load_n(&failures, __ATOMIC_RELAXED);
}

static void print_reason(const char *format, va_list arguments)
{
	char text[200];

	vsnprintf(text, sizeof(text), format, arguments);
	printf("# %s\n", text);
	fflush(stdout);
}

bool check_that(bool ok, const char *format, ...)
{
	va_list arguments;

	if (ok || __atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED) >= REASONS)
		return ok;
	va_start(arguments, format);
	print_reason(format, arguments);
	va_end(arguments);
	return false;
}

void check_fatal(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_reason(format, arguments);
	va_end(arguments);
	printf("not ok %u - %s\n", test_number, test_name);
	fflush(stdout);
	/* Not exit(): ThreadSanitizer would wait for threads that sleep forever. */
	syscall(SYS_exit_group, 1);
	__builtin_unreachable();
}

static void tell(uint32_t nr)
{
	if (race_self->number || steps_of_all < TOLD_FROM || (nr + 1) % (steps_of_all / TOLD))
		return;
	printf("# %s: %u %%\n", test_name, (nr + 1) / (steps_of_all / TOLD) * 100 / TOLD);
	fflush(stdout);
}

static void *cpu_main(void *argument)
{
	race_self = argument;
	pthread_barrier_wait(&start);
	for (uint32_t nr = 0; nr < steps_of_all && !failed(); nr++) {
		step_of_all(nr);
		tell(nr);
	}
	race_wait_leave();
	return NULL;
}

void check_on_all(void (*step)(uint32_t nr), uint32_t steps)
{
	pthread_t threads[RACE_CPUS];

	step_of_all = step;
	steps_of_all = steps;
	race_wait_begin(RACE_CPUS);
	pthread_barrier_init(&start, NULL, RACE_CPUS);
	for (unsigned int number = 0; number < RACE_CPUS; number++)
		if (pthread_create(&threads[number], NULL, cpu_main, &race_cpus[number]))
			check_fatal("the system has no thread to give");
	for (unsigned int number = 0; number < RACE_CPUS; number++)
		pthread_join(threads[number], NULL);
	pthread_barrier_destroy(&start);
}

static void run_one(const struct check_test *test)
{
	test_name = test->name;
	test_number++;
	test->body();
	printf("%sok %u - %s\n", failed() ? "not " : "", test_number, test_name);
	fflush(stdout);
}

/* Stops at the first failure: the next test needs a clean machine. */
int check_run(const struct check_test *tests, unsigned int count, const char *word)
{
	for (unsigned int nr = 0; nr < count && !failed(); nr++)
		if (!word || !strcmp(word, tests[nr].word))
			run_one(&tests[nr]);
	printf("1..%u\n", test_number);
	return failed() || !test_number ? 1 : 0;
}
