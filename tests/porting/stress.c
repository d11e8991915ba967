/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * More tasks than the persistent window has room for, on all CPUs, preempted, which also
 * hold task-local mappings; one CPU after the other is taken out of service.
 */
#include "kernel.h"

#define TASKS 12u
#define ROUNDS 40u
#define FRAMES 96u
#define ROOM 3u
#define STAMP 0x5a000000u

static unsigned long pfns[FRAMES];
static unsigned int failures, done;

static void check(bool right, const char *what, unsigned int task)
{
	if (right)
		return;
	if (!__atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED))
		printk("# stress failed: %s, task %u, CPU %u\n", what, task, example_cpu());
}

static uint32_t random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static uint32_t word_at(const void *address)
{
	return *(const volatile uint32_t *)address;
}

#if KMAP_PERSISTENT

static kmap_page_t *page_of(unsigned int nr)
{
	return kmap_host_pfn_to_page(pfns[nr]);
}

static void use(unsigned int nr, unsigned int task, bool linger)
{
	const void *address = kmap(page_of(nr));

	check(word_at(address) == STAMP + nr, "a persistent mapping shows another page", task);
	if (linger)
		schedule();
	check(word_at(address) == STAMP + nr, "a persistent mapping changes", task);
	kunmap(page_of(nr));
}

static unsigned long fill[KMAP_PERSISTENT_PAGES];

/* Fill the persistent window except for ROOM slots. */
static void fill_take(void)
{
	for (unsigned int i = 0; i < KMAP_PERSISTENT_PAGES - ROOM; i++) {
		fill[i] = frame_alloc(0);
		check(kmap_try(kmap_host_pfn_to_page(fill[i])), "no room at the start", 0);
	}
}

static void fill_give(void)
{
	for (unsigned int i = 0; i < KMAP_PERSISTENT_PAGES - ROOM; i++) {
		kunmap(kmap_host_pfn_to_page(fill[i]));
		frame_free(fill[i]);
	}
}

static void count_print(void)
{
	struct kmap_persistent_stat stat;

	kmap_persistent_stat_read(&stat);
	check(stat.flushes && stat.waits, "nobody flushed, or nobody waited", 0);
	printk("# stress: %u flushes, %u waits\n", stat.flushes, stat.waits);
}

#else

static void use(unsigned int nr, unsigned int task, bool linger)
{
	(void)nr;
	(void)task;
	(void)linger;
}

static void fill_take(void)
{
}

static void fill_give(void)
{
}

static void count_print(void)
{
}

#endif

static void work(void *argument)
{
	unsigned int task = (unsigned int)(uintptr_t)argument;
	uint32_t state = task;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		unsigned int nr = random(&state) % FRAMES;
		const void *local = kmap_local_pfn(pfns[nr]);

		if (i % 8 == 0)
			schedule();
		check(word_at(local) == STAMP + nr, "a local mapping shows another page", task);
		kunmap_local(local);
		use(random(&state) % FRAMES, task, i % 4 == 0);
	}
	kmap_assert_none();
	__atomic_fetch_add(&done, 1, __ATOMIC_RELEASE);
}

/* Run all tasks to their end, with CPU @cpu out of service if it is not 0. */
static void round_of(unsigned int cpu)
{
	__atomic_store_n(&done, 0, __ATOMIC_RELAXED);
	for (unsigned int task = 0; task < TASKS; task++)
		check(task_create_on(work, (void *)(uintptr_t)task, ANY_CPU), "no task", task);
	if (cpu)
		cpu_close(cpu);
	while (__atomic_load_n(&done, __ATOMIC_ACQUIRE) < TASKS || task_count)
		schedule();
	if (cpu)
		cpu_open(cpu);
	printk("# stress: a round is over\n");
}

bool stress(void)
{
	for (unsigned int nr = 0; nr < FRAMES; nr++) {
		uint32_t *address = kmap_local_pfn(pfns[nr] = frame_alloc(0));

		*address = STAMP + nr;
		kunmap_local(address);
	}
	fill_take();
	for (unsigned int cpu = 0; cpu < CPUS; cpu++)
		round_of(cpu);
	round_of(0);
	count_print();
	fill_give();
	for (unsigned int nr = 0; nr < FRAMES; nr++)
		frame_free(pfns[nr]);
	printk("# stress: %s\n", failures ? "wrong" : "right");
	return !failures;
}
