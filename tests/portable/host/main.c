/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Run the self-tests on the small kernel: all of them, only those for a minimal host, or
 * all on a broken port. Exit status: 0 all passed.
 */
#include <stdio.h>
#include <string.h>

#include <kmap_selftest.h>

enum broken broken;

static const char *const broken_texts[BROKEN_COUNT] = {
	[BROKEN_NOTHING] = "nothing is wrong",
	[BROKEN_PTE] = "kmap_host_window_pte() gives the PTE of the next page",
	[BROKEN_TABLE] = "kmap_host_window_pte() takes too few bits of the address",
	[BROKEN_BASE] = "kmap_host_window_base() is one page too high",
	[BROKEN_TLB] = "the TLB is not invalidated",
	[BROKEN_WINDOW_INIT] = "kmap_window_init() is called for one window only",
	[BROKEN_WINDOW] = "kmap_host_window() is always the first window",
	[BROKEN_SHARED] = "two tasks have one window",
	[BROKEN_CTRL_WINDOW] = "kmap_host_ctrl_window() is always the first window",
	[BROKEN_NUMBER] = "kmap_host_cpu_number() is always 0",
	[BROKEN_SCATTERED] = "the PTEs of a window are not side by side",
	[BROKEN_CTRL] = "kmap_host_ctrl() is always the first task's",
	[BROKEN_CTRL_INIT] = "kmap_ctrl_init() is not called for new tasks",
	[BROKEN_CTRL_COPY] = "a new task has a copy of the state of the task that starts it",
	[BROKEN_SWITCH] = "a task switch has neither of the two calls",
	[BROKEN_SWITCH_OUT] = "a task switch has no kmap_switch_out()",
	[BROKEN_SWITCH_IN] = "a task switch has no kmap_switch_in()",
	[BROKEN_PIN] = "kmap_host_migrate_disable() pins nobody",
	[BROKEN_UNPIN] = "kmap_host_migrate_enable() gives no pin back",
	[BROKEN_EXIT] = "kmap_exit() is not called",
	[BROKEN_IRQ] = "kmap_irq_exit() is not called",
	[BROKEN_CONTEXT] = "kmap_host_context() is the same in handlers",
	[BROKEN_REPORTS] = "kmap_host_bug() loses reports",
	[BROKEN_WORD] = "kmap_host_page_word() is the same for all pages",
	[BROKEN_FLUSH] =
		"kmap_host_flush_all() flushes nothing, and the TLB has less room than the window",
	[BROKEN_FLUSH_OTHERS] = "kmap_host_flush_all() flushes on the CPU that calls it only",
	[BROKEN_PERSISTENT_BASE] = "kmap_host_persistent_base() is inside the windows",
	[BROKEN_DIRECT] = "kmap_host_address_is_direct() is true for the windows",
};

static void print_line(const char *line)
{
	puts(line);
}

static unsigned int cpu_number(void)
{
	return running->cpu;
}

static bool nothing_is_left(void)
{
	return kmap_held(kmap_host_ctrl()) == 0;
}

static const struct kmap_selftest_more more[] = {
	{ "host: the other tests leave nothing mapped", nothing_is_left, NULL },
	{ "host: a test that cannot run", NULL, "it needs what there is not" },
	{ NULL, NULL, NULL },
};

static const struct kmap_selftest_host all = {
	.page_alloc = port_page_alloc,
	.page_free = port_page_free,
	.print = print_line,
	.task_start = port_task_start,
	.task_wait = port_task_wait,
	.task_yield = port_task_yield,
	.cpus = CPUS,
	.cpu = cpu_number,
	.task_move = port_task_move,
	.interrupt = port_interrupt,
	.interrupts_nest = true,
	.interrupts_checked = true,
	.persistent = true,
	.more = more,
};

static const struct kmap_selftest_host least = {
	.page_alloc = port_page_alloc,
	.page_free = port_page_free,
	.print = print_line,
};

void kmap_host_bug(const struct kmap_report *report)
{
	if (broken == BROKEN_REPORTS || kmap_selftest_report(report))
		return;
	printf("# kmap: %s\n", kmap_bug_text(report->bug));
}

static int list(void)
{
	for (broken = BROKEN_NOTHING + 1; broken < BROKEN_COUNT; broken++)
		puts(broken_texts[broken]);
	return 0;
}

/* Find a defect by its text; BROKEN_COUNT if there is none. */
static enum broken find(const char *text)
{
	enum broken number = BROKEN_NOTHING;

	while (number < BROKEN_COUNT && strcmp(broken_texts[number], text) != 0)
		number++;
	return number;
}

int main(int count, char **arguments)
{
	const struct kmap_selftest_host *host = &all;

	if (count == 2 && !strcmp(arguments[1], "list"))
		return list();
	if (count == 2 && !strcmp(arguments[1], "least"))
		host = &least;
	else if (count == 2)
		broken = find(arguments[1]);
	if (count > 2 || broken == BROKEN_COUNT) {
		fprintf(stderr, "usage: %s [list | least | DEFECT]\n", arguments[0]);
		return 2;
	}
	port_tasks_init();
	port_memory_init();
	return kmap_selftest_run(host) ? 0 : 1;
}
