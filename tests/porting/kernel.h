/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kernel that the examples of docs/porting.md belong to: everything that the page
 * assumes to exist. Built with EXAMPLE_SMP for the files of step 8, with KMAP_WINDOW=task
 * for those with windows of the tasks, and without both for those of steps 1 to 7.
 */
#ifndef PORTING_KERNEL_H
#define PORTING_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/kmap.h>

#include "memory.h"
#include "task.h"

#define THREADS 48
#define ANY_CPU 0xffu

#ifdef EXAMPLE_SMP
#define CPUS KMAP_CPUS_MAX
#else
#define CPUS 1u
#endif

/* --- defined or called by the code of docs/porting.md --------------------- */

void interrupt(void (*handler)(void));
void switch_tasks(struct task *next);
void directory_free(unsigned long pfn, const uint32_t *directory);
void kmap_setup(void);
void kmap_cpu_start(void);
void task_init(struct task *task, unsigned int number);
void kmap_shared_setup(void);
void kmap_cpu_join(void);
void kmap_cpu_leave(void);
void flush_interrupt(void);
void kmap_smoke_test(unsigned long pfn);
void frame_is_free(kmap_page_t *page);
bool selftest(void);

bool task_create(void (*function)(void *argument), void *argument);
extern volatile unsigned int task_count;

/* --- interface to the examples: example_up.c, example_smp.c ---------------- */

/* The current task, and the number of this CPU. */
struct task *example_current(void);
unsigned int example_cpu(void);
/* What %gs points to on a CPU. */
void *example_cpu_data(unsigned int number);
/* Set up the page tables and windows that must exist before the first task. */
void example_windows_setup(void);
/* Before a task runs, the @number of which it keeps: its mappings. */
void example_task_init(struct task *task, unsigned int number);
/* Make @task the current task of a CPU that starts. */
void example_cpu_boot(unsigned int number, struct task *task);
/* Set-up of kmap on the boot CPU; on another CPU. */
void example_setup(void);
void example_cpu_start(void);
/* Whether the scheduler may run @task on @cpu. */
bool example_may_run(const struct task *task, unsigned int cpu);
/* Handle an interrupt vector of the example; false if it is not one. */
bool example_vector(unsigned int vector);
/* Whether @task is pinned to its CPU. */
bool example_pinned(const struct task *task);
/* Called by an idle task to take its CPU out of service; false if that is not supported. */
bool example_cpu_stop(void);

/* --- the machine: machine.c ----------------------------------------------- */

void machine_cpu_init(unsigned int number);
void machine_timer_start(void);
void machine_cpu_run(unsigned int number, void *stack_end);
_Noreturn void machine_exit(bool right);
void panic_is_right(void);

static inline uint32_t irq_save(void)
{
	uint32_t flags;

	__asm__ volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
	return flags;
}

static inline void irq_restore(uint32_t flags)
{
	__asm__ volatile("pushl %0; popfl" : : "r"(flags) : "memory", "cc");
}

static inline void lock_take(uint32_t *lock)
{
	while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE))
		__asm__ volatile("pause");
}

static inline void lock_give(uint32_t *lock)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

/* --- memory: memory.c ----------------------------------------------------- */

void memory_init(unsigned long frames, unsigned long first_free);
/* Create a page directory with a page table for user space. */
uint32_t address_space_make(void);
void address_space_free(uint32_t cr3);
static inline void *direct(unsigned long pfn)
{
	return (void *)(KERNEL_BASE + ((uintptr_t)pfn << 12));
}

/* --- tasks: sched.c ------------------------------------------------------- */

/* Set up the first task of a CPU and make it current: the boot task, or an idle task. */
void sched_cpu_init(unsigned int number);
bool task_create_on(void (*function)(void *argument), void *argument, unsigned int cpu);
void *idle_stack_end(unsigned int number);
void task_move(unsigned int cpu);
_Noreturn void idle(void);
/* Take a CPU out of service, or put it back; returns when that is done. */
void cpu_close(unsigned int cpu);
void cpu_open(unsigned int cpu);

/* --- tests: stress.c ------------------------------------------------------ */

bool stress(void);

#endif
