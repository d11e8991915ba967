/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A small kernel in a process, for the self-tests: high memory only, several CPUs whose
 * tasks take turns, a TLB for each CPU. It can be given the typical defects of ports.
 */
#ifndef PORT_H
#define PORT_H

#include <stdbool.h>
#include <stdint.h>
#include <ucontext.h>

#include <kmap/types.h>

#define CPUS KMAP_CPUS_MAX
#define FRAMES 64
#define WINDOW_PAGES (KMAP_WINDOWS * KMAP_WINDOW_SLOTS)
/* A page that is never mapped is on each side of the windows and of the persistent window. */
#define WINDOW_BASE 0x700000001000
#define PERSISTENT_BASE (WINDOW_BASE + (WINDOW_PAGES + 1) * KMAP_PAGE_SIZE)

/* The defect of the port; main.c has the texts. */
enum broken {
	BROKEN_NOTHING,
	BROKEN_PTE,
	BROKEN_TABLE,
	BROKEN_BASE,
	BROKEN_TLB,
	BROKEN_WINDOW_INIT,
	BROKEN_WINDOW,
	BROKEN_SHARED,
	BROKEN_CTRL_WINDOW,
	BROKEN_NUMBER,
	BROKEN_SCATTERED,
	BROKEN_CTRL,
	BROKEN_CTRL_INIT,
	BROKEN_CTRL_COPY,
	BROKEN_SWITCH,
	BROKEN_SWITCH_OUT,
	BROKEN_SWITCH_IN,
	BROKEN_PIN,
	BROKEN_UNPIN,
	BROKEN_EXIT,
	BROKEN_IRQ,
	BROKEN_CONTEXT,
	BROKEN_REPORTS,
	BROKEN_WORD,
	BROKEN_FLUSH,
	BROKEN_FLUSH_OTHERS,
	BROKEN_PERSISTENT_BASE,
	BROKEN_DIRECT,
	BROKEN_COUNT
};

/* Tasks; where windows are theirs, each has one. */
#define TASKS 17
#if KMAP_WINDOW_TASK
_Static_assert(TASKS == KMAP_TASKS_MAX, "a window for each task");
#endif

struct page {
	uint32_t kmap_word;
	uint32_t kmap_holders;
};

struct task {
	struct kmap_ctrl kmap;
	unsigned int cpu;
	unsigned int pins;
	unsigned int interrupt_depth;
	bool alive;
	void (*function)(void *argument);
	void *argument;
	ucontext_t context;
};

extern enum broken broken;
extern struct page frames[FRAMES];
/* Those of the CPUs, or of the tasks. */
extern struct kmap_window windows[KMAP_WINDOW_TASK ? TASKS : CPUS];
/* The task that executes, on its CPU. */
extern struct task *running;
extern struct task tasks[TASKS];

/* Where windows are private: the PTE of a slot, in the page table of the CPU whose turn it is. */
struct kmap_pte *port_private_pte(unsigned int slot);
/* The PTE that the processor reads for an address in one of the windows, or NULL. */
struct kmap_pte *port_walk(uintptr_t address);

void port_memory_init(void);
/* Another CPU goes on: what the TLB of the last one knows is not to be seen. */
void port_tlb_leave(void);
struct page *port_page_alloc(void);
void port_page_free(struct page *page);

void port_tasks_init(void);
bool port_task_start(void (*function)(void *), void *argument, unsigned int cpu);
void port_task_wait(void);
void port_task_yield(void);
void port_task_move(unsigned int cpu);
void port_interrupt(void (*handler)(void));

#endif
