// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Instructions that mapping operations take in Linux, with or without kmap: a module that
 * counts when it is loaded. Its names of operations are those of kernel/jobs/bench.c.
 *
 * Under QEMU's -icount shift=0 the counter of the processor counts instructions. The count
 * of an empty loop is subtracted. Interrupts are off; where they cannot be, the lowest of
 * several counts is one without an interrupt. Meant for one CPU.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/timex.h>

/* Under -icount, and with the timers of a kernel, this takes some milliseconds. */
#define ROUNDS 20000u
#define SWITCH_ROUNDS 500u
#define TRIES 16u
#define HELD_MAX 8u
/* More pages than the persistent window holds, to be mapped in turn. */
#define PERSISTENT_TURN 2048u

static struct page *low;
static struct page *high[PERSISTENT_TURN];

/* Hides the value from the optimizer. */
static inline void *keep(void *address)
{
	asm volatile("" : "+r"(address) : : "memory");
	return address;
}

/* Count @rounds rounds of @body, always in the same loop. */
#define MEASURE(rounds, body)                                                                      \
	({                                                                                         \
		u64 begin_ = get_cycles();                                                         \
		for (u32 round_ = 0; round_ < (rounds); round_++) {                                \
			asm volatile("" : "+r"(round_));                                           \
			body;                                                                      \
		}                                                                                  \
		get_cycles() - begin_;                                                             \
	})

static u64 empty_loop(struct page *page, u32 rounds)
{
	return MEASURE(rounds, (void)0);
}

struct operation {
	const char *name;
	u64 (*measure)(struct page *page, u32 rounds);
	struct page **page;
	/* To have room in its window kmap() may interrupt other CPUs, and wait. */
	bool interruptible;
};

/* Kernels without local mappings have the others. */
#ifdef CONFIG_KMAP_LOCAL

static const unsigned int held_counts[] = { 0, 1, 2, 4, 8 };

static u64 local_pair(struct page *page, u32 rounds)
{
	return MEASURE(rounds, kunmap_local(keep(kmap_local_page(page))));
}

static void nest_four(void)
{
	void *a = keep(kmap_local_page(high[0])), *b = keep(kmap_local_page(high[1]));
	void *c = keep(kmap_local_page(high[2])), *d = keep(kmap_local_page(high[3]));

	kunmap_local(d);
	kunmap_local(c);
	kunmap_local(b);
	kunmap_local(a);
}

static u64 local_four(struct page *page, u32 rounds)
{
	return MEASURE(rounds, nest_four());
}

static const struct operation local_operations[] = {
	{ "kmap_local_high", local_pair, &high[0] },
	{ "kmap_local_low", local_pair, &low },
	{ "kmap_local_high_x4", local_four, &high[0] },
};

static void hold(void **held, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		held[i] = kmap_local_page(high[i]);
}

static void let_go(void **held, unsigned int count)
{
	while (count--)
		kunmap_local(held[count]);
}

#else

static const unsigned int held_counts[] = { 0 };
static const struct operation local_operations[] = {};

static void hold(void **held, unsigned int count)
{
}

static void let_go(void **held, unsigned int count)
{
}

#endif

static u64 atomic_pair(struct page *page, u32 rounds)
{
	return MEASURE(rounds, kunmap_atomic(keep(kmap_atomic(page))));
}

static u64 copy(struct page *page, u32 rounds)
{
	return MEASURE(rounds, copy_highpage(keep(high[1]), keep(page)));
}

static u64 clear(struct page *page, u32 rounds)
{
	return MEASURE(rounds, clear_highpage(keep(page)));
}

static inline void persistent_pair(struct page *page)
{
	keep(kmap(page));
	kunmap(page);
}

/* kmap() and kunmap() of a page that is in the persistent window, without users. */
static u64 persistent_mapped(struct page *page, u32 rounds)
{
	return MEASURE(rounds, persistent_pair(page));
}

/* The same on many pages in turn: each has left the persistent window when its turn comes. */
static u64 persistent_unmapped(struct page *page, u32 rounds)
{
	return MEASURE(rounds, persistent_pair(high[round_ % PERSISTENT_TURN]));
}

static const struct operation operations[] = {
	{ "kmap_atomic_high", atomic_pair, &high[0] },
	{ "kmap_atomic_low", atomic_pair, &low },
	{ "copy_highpage", copy, &high[0] },
	{ "clear_highpage", clear, &high[0] },
	{ "kmap_mapped", persistent_mapped, &high[0], true },
	{ "kmap_unmapped", persistent_unmapped, &high[0], true },
};

static u64 counted(const struct operation *operation, u32 rounds)
{
	unsigned long flags;
	u64 count;

	local_irq_save(flags);
	count = operation->measure(keep(*operation->page), rounds);
	local_irq_restore(flags);
	return count;
}

/* In parts that are shorter than the time between two interrupts of the timer. */
static u64 lowest(const struct operation *operation, u32 rounds)
{
	u64 count = U64_MAX;

	for (unsigned int i = 0; i < TRIES; i++)
		count = min(count, operation->measure(keep(*operation->page), rounds));
	return count;
}

static void result(const char *name, u64 count, u32 rounds, u32 divisor)
{
	static const struct operation empty = { "", empty_loop, &low };
	u64 net = count - counted(&empty, rounds);

	pr_info("kmap-bench: op=%s instructions=%llu\n", name, div_u64(net + divisor / 2, divisor));
}

static void operation_measure(const struct operation *operation)
{
	u32 rounds = operation->interruptible ? PERSISTENT_TURN : ROUNDS;

	result(operation->name, (operation->interruptible ? lowest : counted)(operation, rounds),
	       rounds, rounds);
}

static unsigned int held_wanted;
static bool partner_stop;
static u64 switch_count;
static DECLARE_COMPLETION(switch_counted);

/* The task that each switch goes to, and back from. */
static int partner(void *data)
{
	void *held[HELD_MAX];

	hold(held, held_wanted);
	while (!READ_ONCE(partner_stop))
		yield();
	let_go(held, held_wanted);
	return 0;
}

static u64 ping_pong(struct page *page, u32 rounds)
{
	return MEASURE(rounds, yield());
}

/* One round is two switches: to the partner and back. */
static int measurer(void *data)
{
	static const struct operation switches = { "", ping_pong, &low };
	void *held[HELD_MAX];

	hold(held, held_wanted);
	switch_count = lowest(&switches, SWITCH_ROUNDS);
	let_go(held, held_wanted);
	WRITE_ONCE(partner_stop, true);
	complete(&switch_counted);
	return 0;
}

static struct task_struct *start(int (*function)(void *data))
{
	struct task_struct *task = kthread_create(function, NULL, "kmap-bench");

	/* Both have the same priority, higher than that of others. */
	if (!IS_ERR(task))
		sched_set_fifo(task);
	return task;
}

static int switch_measure(unsigned int held)
{
	struct task_struct *first = start(measurer), *second = start(partner);
	char name[16];

	if (IS_ERR(first) || IS_ERR(second))
		return -ENOMEM;
	held_wanted = held;
	partner_stop = false;
	preempt_disable();
	wake_up_process(first);
	wake_up_process(second);
	preempt_enable();
	wait_for_completion(&switch_counted);
	snprintf(name, sizeof(name), "switch_held_%u", held);
	result(name, switch_count, SWITCH_ROUNDS, 2 * SWITCH_ROUNDS);
	return 0;
}

static int pages_get(void)
{
	low = alloc_page(GFP_KERNEL);
	for (unsigned int i = 0; i < PERSISTENT_TURN; i++) {
		high[i] = alloc_page(GFP_HIGHUSER);
		if (!high[i] || !PageHighMem(high[i]))
			return -ENOMEM;
	}
	return low ? 0 : -ENOMEM;
}

/* Its pages are not given back: the machine ends after this. */
static int __init kmap_bench_init(void)
{
	int problem = pages_get();

	for (unsigned int i = 0; !problem && i < ARRAY_SIZE(local_operations); i++)
		operation_measure(&local_operations[i]);
	for (unsigned int i = 0; !problem && i < ARRAY_SIZE(operations); i++)
		operation_measure(&operations[i]);
	for (unsigned int i = 0; !problem && i < ARRAY_SIZE(held_counts); i++)
		problem = switch_measure(held_counts[i]);
	return problem;
}
module_init(kmap_bench_init);

MODULE_LICENSE("Dual BSD/GPL");
MODULE_DESCRIPTION("Counts the instructions of mapping operations");
