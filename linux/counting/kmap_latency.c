// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * How late a real-time task wakes up beside a load of mappings, in Linux with or without kmap:
 * a module that measures when it is loaded.
 *
 * The task sleeps until a given time, and then sees how late it is. A task of ordinary priority
 * works on pages meanwhile. Under QEMU's -icount shift=0 a nanosecond is an instruction. Meant
 * for one CPU.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/hrtimer.h>
#include <linux/jhash.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sort.h>

#define SAMPLES 4000u
/* Unlike rounds of a load and ticks, so that wake-ups fall everywhere. */
#define INTERVAL_MIN_NS 100000u
#define INTERVAL_SPREAD_NS 200000u

static struct page *low, *high[2];
static u32 right_digest, wrong_digests;
static u32 late_ns[SAMPLES];
static DECLARE_COMPLETION(measured);

/* The same instructions for every load. */
static noinline u32 digest_of(const void *page)
{
	return jhash2(page, PAGE_SIZE / sizeof(u32), 0);
}

/* The work on one page. All have the same content: another digest is that of a wrong page. */
static void work(const void *page)
{
	if (digest_of(page) != right_digest)
		wrong_digests++;
}

/* The work on two pages. */
static void work_twice(void *to, const void *from)
{
	memcpy(to, from, PAGE_SIZE);
	work(to);
	work(from);
}

/* The same work without a mapping. */
static void direct_single(void)
{
	work(page_address(low));
}

static void atomic_single(void)
{
	void *page = kmap_atomic(high[0]);

	work(page);
	kunmap_atomic(page);
}

static void atomic_nested(void)
{
	void *from = kmap_atomic(high[0]), *to = kmap_atomic(high[1]);

	work_twice(to, from);
	kunmap_atomic(to);
	kunmap_atomic(from);
}

/* Kernels without local mappings have the other loads. */
#ifdef CONFIG_KMAP_LOCAL

static void local_single(void)
{
	void *page = kmap_local_page(high[0]);

	work(page);
	kunmap_local(page);
}

static void local_nested(void)
{
	void *from = kmap_local_page(high[0]), *to = kmap_local_page(high[1]);

	work_twice(to, from);
	kunmap_local(to);
	kunmap_local(from);
}

#endif

static const struct load {
	const char *name;
	/* What the load does again and again; NULL: nothing. */
	void (*round)(void);
} loads[] = {
	{ "idle", NULL },
	{ "direct", direct_single },
	{ "kmap_atomic", atomic_single },
	{ "kmap_atomic_x2", atomic_nested },
#ifdef CONFIG_KMAP_LOCAL
	{ "kmap_local", local_single },
	{ "kmap_local_x2", local_nested },
#endif
};

static int load_run(void *data)
{
	const struct load *load = data;

	while (!kthread_should_stop())
		load->round();
	return 0;
}

/* The same row in each measurement. */
static u32 interval_next(u32 *state)
{
	*state = *state * 1664525u + 1013904223u;
	return INTERVAL_MIN_NS + (*state >> 8) % INTERVAL_SPREAD_NS;
}

static int measure(void *data)
{
	u32 state = 1;

	for (unsigned int i = 0; i < SAMPLES; i++) {
		ktime_t wake = ktime_add_ns(ktime_get(), interval_next(&state));

		set_current_state(TASK_UNINTERRUPTIBLE);
		schedule_hrtimeout(&wake, HRTIMER_MODE_ABS);
		late_ns[i] = ktime_to_ns(ktime_sub(ktime_get(), wake));
	}
	complete(&measured);
	return 0;
}

static int compared(const void *a, const void *b)
{
	u32 first = *(const u32 *)a, second = *(const u32 *)b;

	return (first > second) - (first < second);
}

static void result(const char *name)
{
	sort(late_ns, SAMPLES, sizeof(late_ns[0]), compared, NULL);
	pr_info("kmap-latency: load=%s samples=%u p50=%u p99=%u max=%u\n", name, SAMPLES,
		late_ns[SAMPLES / 2], late_ns[SAMPLES * 99 / 100], late_ns[SAMPLES - 1]);
}

/* Measure beside @load, which runs already, if there is one. */
static int measure_beside(const struct load *load)
{
	struct task_struct *measurer = kthread_create(measure, NULL, "kmap-latency");

	if (IS_ERR(measurer))
		return PTR_ERR(measurer);
	sched_set_fifo(measurer);
	wake_up_process(measurer);
	wait_for_completion(&measured);
	result(load->name);
	return 0;
}

static int load_measure(const struct load *load)
{
	struct task_struct *worker;
	int problem;

	if (!load->round)
		return measure_beside(load);
	worker = kthread_run(load_run, (void *)load, "kmap-load");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	problem = measure_beside(load);
	kthread_stop(worker);
	return problem;
}

/* A low page and two high ones with the same content. */
static int pages_get(void)
{
	u32 *words;

	low = alloc_page(GFP_KERNEL);
	if (!low)
		return -ENOMEM;
	words = page_address(low);
	for (u32 i = 0; i < PAGE_SIZE / sizeof(words[0]); i++)
		words[i] = i;
	right_digest = digest_of(words);
	for (unsigned int i = 0; i < ARRAY_SIZE(high); i++) {
		high[i] = alloc_page(GFP_HIGHUSER);
		if (!high[i] || !PageHighMem(high[i]))
			return -ENOMEM;
		copy_highpage(high[i], low);
	}
	return 0;
}

/* Its pages are not given back: the machine ends after this. */
static int __init kmap_latency_init(void)
{
	int problem = pages_get();

	/* Timers that expire at ticks only would all be as late as their tick. */
	if (!problem && hrtimer_resolution != 1)
		problem = -ENODEV;
	for (unsigned int i = 0; !problem && i < ARRAY_SIZE(loads); i++)
		problem = load_measure(&loads[i]);
	if (!problem && wrong_digests)
		problem = -EIO;
	return problem;
}
module_init(kmap_latency_init);

MODULE_LICENSE("Dual BSD/GPL");
MODULE_DESCRIPTION("Measures how late a task wakes up beside a load of mappings");
