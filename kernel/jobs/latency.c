/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Sleeps until a given time and records how late it wakes up, at random intervals
 * that are independent of the tick.
 */
#include "latency.h"

#include "memory.h"
#include "print.h"
#include "random.h"
#include "sched.h"

#define SAMPLES_MAX 65536u
/* As many as there are modes. */
#define SERIES_MAX 3u
/* A bucket is one of 8 between a power of two and the next. */
#define BUCKET_END 16u
#define INTERVAL_MIN_NS 300000u
#define INTERVAL_SPREAD_NS 1000000u

/* Every series that was measured; each is kept to the end of the job, and sorted. */
static uint32_t *all_samples;
static unsigned int series;
/* Those of the series that is measured now. */
static uint32_t *samples;
static uint32_t sample_count;
static bool stop;
/* The task is done with the samples; a release store. */
static bool stopped;

static void latency_measure(void *argument)
{
	struct random random = { 1 };

	(void)argument;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED) && sample_count < SAMPLES_MAX) {
		uint64_t wake_ns = machine_now_ns() + INTERVAL_MIN_NS +
				   random_below(&random, INTERVAL_SPREAD_NS);
		uint64_t late_ns;

		task_sleep_until(wake_ns);
		late_ns = machine_now_ns() - wake_ns;
		samples[sample_count] = late_ns < UINT32_MAX ? (uint32_t)late_ns : UINT32_MAX;
		sample_count++;
	}
	__atomic_store_n(&stopped, true, __ATOMIC_RELEASE);
}

bool latency_start(void)
{
	unsigned int last = 1u << (cpus_online - 1);

	if (!all_samples)
		all_samples = low_alloc(SERIES_MAX * SAMPLES_MAX * sizeof(samples[0]));
	if (!all_samples || series == SERIES_MAX)
		return false;
	samples = all_samples + series * SAMPLES_MAX;
	sample_count = 0;
	stop = stopped = false;
	return task_create("latency", latency_measure, NULL, PRIORITY_LATENCY, last) != NULL;
}

/* Sift the value at @root down in the heap of @count samples. */
static void sink(uint32_t root, uint32_t count)
{
	for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
		uint32_t value = samples[root];

		if (child + 1 < count && samples[child + 1] > samples[child])
			child++;
		if (value >= samples[child])
			return;
		samples[root] = samples[child];
		samples[child] = value;
	}
}

static void sort(uint32_t count)
{
	for (uint32_t root = count / 2; root-- > 0;)
		sink(root, count);
	for (uint32_t last = count; last-- > 1;) {
		uint32_t largest = samples[0];

		samples[0] = samples[last];
		samples[last] = largest;
		sink(0, last);
	}
}

void latency_stop(struct latency *latency)
{
	uint32_t count;

	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	while (!__atomic_load_n(&stopped, __ATOMIC_ACQUIRE))
		task_sleep_until(machine_now_ns() + TICK_NS);
	count = sample_count;
	*latency = (struct latency){ .samples = count, .sorted = samples };
	series++;
	if (!count)
		return;
	sort(count);
	latency->p50_ns = samples[count / 2];
	latency->p99_ns = samples[(uint64_t)count * 99 / 100];
	latency->max_ns = samples[count - 1];
}

/* The first sample from @at on that is larger than @last. */
static uint32_t bucket_end(const struct latency *latency, uint32_t at, uint32_t last)
{
	while (at < latency->samples && latency->sorted[at] <= last)
		at++;
	return at;
}

static uint32_t permille(const struct latency *latency, uint32_t part)
{
	return latency->sorted[(uint64_t)latency->samples * part / 1000];
}

void latency_print(const char *mode, const struct latency *latency)
{
	if (!latency->samples)
		return;
	print("@latency mode=%s samples=%u p50_ns=%u p90_ns=%u p99_ns=%u p999_ns=%u max_ns=%u\n",
	      mode, latency->samples, latency->p50_ns, permille(latency, 900), latency->p99_ns,
	      permille(latency, 999), latency->max_ns);
	for (uint32_t at = 0, end; at < latency->samples; at = end) {
		uint32_t value = latency->sorted[at], shift = 0;

		while (value >> shift >= BUCKET_END)
			shift++;
		value = value >> shift << shift;
		end = bucket_end(latency, at, value + (1u << shift) - 1);
		print("@wakeups mode=%s first_ns=%u last_ns=%u count=%u\n", mode, value,
		      value + (1u << shift) - 1, end - at);
	}
}
