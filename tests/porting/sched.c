/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The scheduler that docs/porting.md assumes to exist: round robin; some tasks have a page
 * directory of their own. One lock, which is held across the switch and released by the
 * next task.
 */
#include "kernel.h"

#define STACK_SIZE 8192

/**
 * struct thread - a task, and its state in the scheduler
 * @home: the only CPU where it runs, or ANY_CPU
 */
struct thread {
	struct task task;
	bool used;
	bool running;
	bool ended;
	unsigned int home;
	void (*function)(void *argument);
	void *argument;
};

/* First the idle tasks, then the boot task, then the others. */
static struct thread threads[THREADS];
static uint8_t stacks[THREADS][STACK_SIZE] __attribute__((aligned(16)));
static uint32_t lock;

static unsigned int last[CPUS];
static struct thread *leaving[CPUS];
/* @closing: the CPU runs pinned tasks only; @closed: it is out of service. */
static bool closing[CPUS], closed[CPUS];

volatile unsigned int task_count;

static struct thread *thread_of(struct task *task)
{
	return (struct thread *)((uintptr_t)task - offsetof(struct thread, task));
}

static uint32_t kernel_cr3(void)
{
	return (uint32_t)kernel_directory - KERNEL_BASE;
}

/* Whether @thread may run on @cpu, unless it runs already. */
static bool wants(const struct thread *thread, unsigned int cpu)
{
	if (!thread->used || thread->ended || (thread->home != ANY_CPU && thread->home != cpu))
		return false;
	return example_may_run(&thread->task, cpu) &&
	       (!closing[cpu] || example_pinned(&thread->task));
}

static struct thread *pick(struct thread *prev, unsigned int cpu)
{
	for (unsigned int i = 1; i <= THREADS - CPUS; i++) {
		unsigned int number = CPUS + (last[cpu] + i) % (THREADS - CPUS);
		struct thread *thread = &threads[number];

		if (!wants(thread, cpu) || (thread->running && thread != prev))
			continue;
		last[cpu] = number - CPUS;
		return thread;
	}
	return &threads[cpu];
}

/* After a switch, on the stack of the new task. */
static void switched(void)
{
	struct thread *prev = leaving[example_cpu()];
	uint32_t cr3 = prev->task.cr3;
	bool ended = prev->ended;

	prev->running = false;
	if (ended)
		prev->used = false;
	lock_give(&lock);
	if (ended) {
		if (cr3 != kernel_cr3())
			address_space_free(cr3);
		__atomic_fetch_sub(&task_count, 1, __ATOMIC_RELEASE);
	}
}

void schedule(void)
{
	uint32_t flags = irq_save();
	struct thread *prev = thread_of(example_current()), *next;
	unsigned int cpu = example_cpu();

	lock_take(&lock);
	next = pick(prev, cpu);
	if (next == prev) {
		lock_give(&lock);
	} else {
		next->running = true;
		leaving[cpu] = prev;
		switch_tasks(&next->task);
		switched();
	}
	irq_restore(flags);
}

static void thread_start(void)
{
	struct thread *thread = thread_of(example_current());

	switched();
	__asm__ volatile("sti");
	thread->function(thread->argument);
	kmap_exit();
	thread->ended = true;
	schedule();
	panic("a task runs after its end");
}

static void thread_prepare(struct thread *thread, const char *name, uint32_t cr3, unsigned int cpu)
{
	uint32_t *stack = (uint32_t *)&stacks[thread - threads][STACK_SIZE];

	__builtin_memset(&thread->task, 0, sizeof(thread->task));
	example_task_init(&thread->task, (unsigned int)(thread - threads));
	thread->task.name = name;
	thread->task.cr3 = cr3;
	*--stack = 0;
	*--stack = (uint32_t)thread_start;
	stack -= 4;
	thread->task.esp = (uint32_t)stack;
	thread->home = cpu;
	thread->running = false;
	__atomic_store_n(&thread->ended, false, __ATOMIC_RELEASE);
}

static struct thread *thread_claim(void)
{
	struct thread *found = NULL;
	uint32_t flags = irq_save();

	lock_take(&lock);
	for (unsigned int i = CPUS; i < THREADS && !found; i++)
		if (!threads[i].used)
			found = &threads[i];
	if (found) {
		/* The scheduler must not pick it before it is complete. */
		found->ended = true;
		found->used = true;
	}
	lock_give(&lock);
	irq_restore(flags);
	return found;
}

bool task_create_on(void (*function)(void *argument), void *argument, unsigned int cpu)
{
	struct thread *thread = thread_claim();

	if (!thread)
		return false;
	__atomic_fetch_add(&task_count, 1, __ATOMIC_ACQUIRE);
	thread->function = function;
	thread->argument = argument;
	/*
	 * Eight of every sixteen tasks use the page directory of the kernel, the first ones too:
	 * switches between them and idle tasks leave the TLB alone.
	 */
	thread_prepare(thread, "task",
		       (thread - threads) / 8 % 2 ? address_space_make() : kernel_cr3(), cpu);
	return true;
}

bool task_create(void (*function)(void *argument), void *argument)
{
	return task_create_on(function, argument, 0);
}

void sched_cpu_init(unsigned int number)
{
	struct thread *first = &threads[number ? number : CPUS];
	uint32_t cr3 = kernel_cr3();

	thread_prepare(&threads[number], "idle", cr3, number);
	threads[number].function = (void (*)(void *))idle;
	if (!number) {
		thread_prepare(first, "boot", cr3, 0);
		first->used = true;
	}
	first->running = true;
	example_cpu_boot(number, &first->task);
}

void *idle_stack_end(unsigned int number)
{
	return &stacks[number][STACK_SIZE - 16];
}

void task_move(unsigned int cpu)
{
	struct task *task = example_current();

	if (example_pinned(task))
		return;
	thread_of(task)->home = cpu;
	while (example_cpu() != cpu)
		schedule();
}

/* Whether no pinned task has to run on @cpu. */
static bool is_empty(unsigned int cpu)
{
	uint32_t flags = irq_save();
	bool empty = true;

	lock_take(&lock);
	for (unsigned int i = CPUS; i < THREADS; i++)
		if (threads[i].used && !threads[i].ended && example_pinned(&threads[i].task) &&
		    example_may_run(&threads[i].task, cpu))
			empty = false;
	lock_give(&lock);
	irq_restore(flags);
	return empty;
}

void idle(void)
{
	unsigned int cpu = example_cpu();

	for (;;) {
		__asm__ volatile("sti; hlt");
		if (!__atomic_load_n(&closing[cpu], __ATOMIC_ACQUIRE) || !is_empty(cpu))
			continue;
		example_current()->preempt_disabled++;
		if (!example_cpu_stop())
			panic("a CPU does not stop");
		__atomic_store_n(&closed[cpu], true, __ATOMIC_RELEASE);
		while (__atomic_load_n(&closing[cpu], __ATOMIC_ACQUIRE))
			__asm__ volatile("pause");
		__asm__ volatile("cli");
		example_cpu_start();
		__asm__ volatile("sti");
		example_current()->preempt_disabled--;
		__atomic_store_n(&closed[cpu], false, __ATOMIC_RELEASE);
	}
}

void cpu_close(unsigned int cpu)
{
	__atomic_store_n(&closing[cpu], true, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&closed[cpu], __ATOMIC_ACQUIRE))
		schedule();
}

void cpu_open(unsigned int cpu)
{
	__atomic_store_n(&closing[cpu], false, __ATOMIC_RELEASE);
	while (__atomic_load_n(&closed[cpu], __ATOMIC_ACQUIRE))
		schedule();
}
