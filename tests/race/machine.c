/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * CPUs, their TLBs, memory.
 */
#include "machine.h"

#include <sched.h>

#include <kmap/kmap.h>

#include "check.h"

/* On average one in so many calls lets another thread run first; or, if they are on, an interrupt. */
#define JITTER 24u
#define INTERRUPTS 8u

struct race_cpu race_cpus[RACE_CPUS];
struct race_page race_pages[RACE_FRAMES];
struct race_frame race_frames[RACE_FRAMES];
pthread_mutex_t race_shared_mutex = PTHREAD_MUTEX_INITIALIZER;
_Thread_local struct race_cpu *race_self;

/* The page tables that all CPUs share. */
static struct kmap_pte ptes[RACE_PAGES];
/* Counted with relaxed atomics, which add no ordering to the code under test. */
static uint32_t flushes, io_full;

static size_t page_of(uintptr_t address)
{
	size_t page = (address - RACE_BASE) >> KMAP_ARCH_PAGE_SHIFT;

	if (page >= RACE_PAGES)
		check_fatal("address %#lx is none of the machine's", (unsigned long)address);
	return page;
}

uint32_t race_random(uint32_t end)
{
	uint32_t value = race_self->random;

	value ^= value << 13;
	value ^= value >> 17;
	value ^= value << 5;
	race_self->random = value;
	return value % end;
}

/* Handlers do not nest. */
static void interrupt_now(void)
{
	void (*handler)(void) = race_self->handler;

	race_self->handler = NULL;
	handler();
	race_self->handler = handler;
}

void race_jitter(void)
{
	if (race_random(JITTER) == 0)
		sched_yield();
	if (race_self->handler && race_random(INTERRUPTS) == 0)
		interrupt_now();
}

void race_linger(void)
{
	for (unsigned int turn = race_random(JITTER); turn; turn--)
		sched_yield();
}

struct kmap_pte *race_pte(uintptr_t address)
{
	return &ptes[page_of(address)];
}

void race_tlb_drop(const void *address)
{
	pthread_mutex_lock(&race_self->tlb_lock);
	race_self->tlb[page_of((uintptr_t)address)] = kmap_arch_pte_none();
	pthread_mutex_unlock(&race_self->tlb_lock);
}

void race_flush_all(uintptr_t start, uintptr_t end)
{
	size_t first = page_of(start), last = page_of(end - 1);

	__atomic_fetch_add(&flushes, 1, __ATOMIC_RELAXED);
	for (struct race_cpu *cpu = race_cpus; cpu < race_cpus + RACE_CPUS; cpu++) {
		race_jitter();
		pthread_mutex_lock(&cpu->tlb_lock);
		for (size_t page = first; page <= last; page++)
			cpu->tlb[page] = kmap_arch_pte_none();
		pthread_mutex_unlock(&cpu->tlb_lock);
	}
}

uint32_t race_flushes(void)
{
	return __atomic_load_n(&flushes, __ATOMIC_RELAXED);
}

/* The PTE of a page as this CPU finds it. */
static const struct kmap_pte *walk(size_t page)
{
	return KMAP_WINDOW_PRIVATE && page < RACE_WINDOW_PAGES ? &race_self->ptes[page]
							       : &ptes[page];
}

/* A processor asks for no order when it reads PTEs, so ThreadSanitizer is not to look at it. */
__attribute__((no_sanitize_thread, noinline)) static struct kmap_pte read_ahead(size_t page)
{
	return *(const volatile struct kmap_pte *)walk(page);
}

void race_run_ahead(void)
{
	size_t first = (size_t)race_random(KMAP_WINDOWS) * KMAP_WINDOW_SLOTS;

	pthread_mutex_lock(&race_self->tlb_lock);
	for (size_t page = first; page < first + KMAP_WINDOW_SLOTS; page++)
		if (kmap_arch_pte_is_none(race_self->tlb[page]))
			race_self->tlb[page] = read_ahead(page);
	pthread_mutex_unlock(&race_self->tlb_lock);
}

struct race_frame *race_access(const void *address)
{
	size_t page = page_of((uintptr_t)address);
	struct kmap_pte pte;

	pthread_mutex_lock(&race_self->tlb_lock);
	if (kmap_arch_pte_is_none(race_self->tlb[page]))
		race_self->tlb[page] = *walk(page);
	pte = race_self->tlb[page];
	pthread_mutex_unlock(&race_self->tlb_lock);
	if (check_that(!kmap_arch_pte_is_none(pte), "page fault at %p", address))
		return &race_frames[kmap_arch_pte_pfn(pte)];
	return NULL;
}

void race_bug(const struct kmap_report *report)
{
	/* Without generations a CPU may count itself as a user by mistake, and then undo that. */
	if (report->bug == KMAP_BUG_FREED_MAPPED && KMAP_PERSISTENT_COUNT_MASK == UINT32_MAX)
		return;
	if (report->bug == KMAP_BUG_IO_FULL)
		__atomic_fetch_add(&io_full, 1, __ATOMIC_RELAXED);
	else
		check_that(false, "kmap reports: %s, address %#lx", kmap_bug_text(report->bug),
			   (unsigned long)report->value);
}

uint32_t race_io_full(void)
{
	return __atomic_load_n(&io_full, __ATOMIC_RELAXED);
}

void race_boot(void)
{
	for (uint32_t number = 0; number < RACE_FRAMES; number++)
		race_frames[number].number = number;
	for (unsigned int number = 0; number < RACE_CPUS; number++) {
		struct race_cpu *cpu = &race_cpus[number];

		race_self = cpu;
		cpu->number = number;
		cpu->random = 2463534242u + number * 7919u;
		pthread_mutex_init(&cpu->tlb_lock, NULL);
		cpu->current = &cpu->own;
		kmap_window_init(race_window(cpu), number);
		kmap_ctrl_init(&cpu->own.ctrl);
		kmap_switch_in(&cpu->own.ctrl);
	}
	race_self = &race_cpus[0];
	kmap_persistent_init();
}
