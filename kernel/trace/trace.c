/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Recording trace events, and handing them out. Only in a kernel built with TRACE=1.
 */
#include "trace.h"

#include <kmap/kmap.h>

#include "memory.h"
#include "options.h"
#include "print.h"
#include "sched.h"

#define NS_PER_MS 1000000u

/* Characters of a line of events, and of one event at most. */
#define EVENTS_TEXT_SIZE 440
#define EVENT_TEXT_MAX 32

_Static_assert(KMAP_STATS, "a trace has the slots that switches restored: KMAP_STATS must be 1");

/* What happened, as the letter that is printed. */
enum trace_kind {
	TRACE_SWITCHED = 's',
	TRACE_MIGRATED = 'm',
	TRACE_INTERRUPT_BEGIN = 'b',
	TRACE_INTERRUPT_END = 'e',
	TRACE_MAPPED = '+',
	TRACE_UNMAPPED = '-',
};

/**
 * struct trace_event - one event
 * @ns:    when
 * @task:  number of the task
 * @kind:  enum trace_kind
 * @held:  slots that the task, and handlers over it, have in use afterwards
 * @value: slots restored by the switch; the CPU that the task left; else 0
 */
struct trace_event {
	uint64_t ns;
	uint16_t task;
	uint8_t kind;
	uint8_t held;
	uint8_t value;
};

/**
 * struct trace_buffer - the events of a CPU, which writes to it with interrupts off
 * @count:   events recorded
 * @dropped: events for which there was no room
 * @events:  in the order in which they came
 */
struct trace_buffer {
	uint32_t count;
	uint32_t dropped;
	struct trace_event events[TRACE_EVENTS_MAX];
};

static struct trace_buffer *trace_buffers;
static char task_names[TASKS_MAX][TASK_NAME_SIZE];
/* The mode has begun, and recording is still to begin. */
static bool waiting;
static bool recording;
/* Constant while @recording is set. */
static uint64_t from_ns, length_ns;

bool trace_init(void)
{
	if (!option_text("trace"))
		return true;
	trace_buffers = low_alloc(cpus_online * sizeof(trace_buffers[0]));
	return trace_buffers != NULL;
}

void trace_begin(const char *mode)
{
	const char *wanted = option_text("trace");

	waiting = wanted && text_equal(wanted, mode);
	if (!waiting)
		return;
	from_ns = machine_now_ns() + option_number("trace_from", 0) * NS_PER_MS;
	length_ns = option_number("trace_ms", 1) * NS_PER_MS;
	trace_poll();
}

void trace_poll(void)
{
	if (!waiting || machine_now_ns() < from_ns)
		return;
	waiting = false;
	from_ns = machine_now_ns();
	__atomic_store_n(&recording, true, __ATOMIC_RELEASE);
}

void trace_end(void)
{
	waiting = false;
	__atomic_store_n(&recording, false, __ATOMIC_RELAXED);
}

static void event_add(struct trace_buffer *buffer, struct trace_event event)
{
	if (buffer->count == TRACE_EVENTS_MAX) {
		buffer->dropped++;
		return;
	}
	buffer->events[buffer->count] = event;
	__atomic_store_n(&buffer->count, buffer->count + 1, __ATOMIC_RELEASE);
}

/* An event of @task at @ns. */
static struct trace_event event_of(enum trace_kind kind, const struct task *task, uint32_t value,
				   uint64_t ns)
{
	return (struct trace_event){
		.ns = ns,
		.task = (uint16_t)task->id,
		.kind = (uint8_t)kind,
		.held = (uint8_t)kmap_mask_count(task->kmap.used),
		.value = (uint8_t)value,
	};
}

static void name_keep(const struct task *task)
{
	__builtin_memcpy(task_names[task->id], task->name, TASK_NAME_SIZE);
}

/*
 * Whether an event of this CPU at @ns is to be recorded. The first one comes after a switch to the
 * task that runs there already, so that it is known; but not in a handler whose beginning is
 * missing.
 */
static bool is_recorded(struct trace_buffer *buffer, enum trace_kind kind,
			const struct task *current, uint64_t ns)
{
	if (ns - from_ns >= length_ns)
		return false;
	if (buffer->count)
		return true;
	if (current->interrupt_depth)
		return false;
	name_keep(current);
	if (kind != TRACE_SWITCHED)
		event_add(buffer, event_of(TRACE_SWITCHED, current, 0, ns));
	return true;
}

static void record(enum trace_kind kind, const struct task *task, uint32_t value)
{
	struct trace_buffer *buffer;
	unsigned long flags;
	uint64_t ns;

	if (!__atomic_load_n(&recording, __ATOMIC_ACQUIRE))
		return;
	flags = irq_save();
	buffer = &trace_buffers[this_cpu()->number];
	/* Once: a process that is stopped between two looks would record after the end. */
	ns = machine_now_ns();
	if (is_recorded(buffer, kind, current_task(), ns))
		event_add(buffer, event_of(kind, task, value, ns));
	irq_restore(flags);
}

void trace_migrated(const struct task *task, const struct cpu *from)
{
	record(TRACE_MIGRATED, task, from->number);
}

uint32_t trace_restores(void)
{
	struct kmap_stat stat;

	kmap_stat_read(this_window(), &stat);
	return stat.restores;
}

void trace_switched(uint32_t restored)
{
	/* Later modes have other tasks with the same numbers. */
	if (__atomic_load_n(&recording, __ATOMIC_ACQUIRE))
		name_keep(current_task());
	record(TRACE_SWITCHED, current_task(), restored);
}

void trace_interrupt_begin(void)
{
	record(TRACE_INTERRUPT_BEGIN, current_task(), 0);
}

void trace_interrupt_end(void)
{
	record(TRACE_INTERRUPT_END, current_task(), 0);
}

void trace_mapped(const void *address)
{
	if (kmap_where(address).place == KMAP_PLACE_SLOT)
		record(TRACE_MAPPED, current_task(), 0);
}

void trace_unmapped(const void *address)
{
	if (kmap_where(address).place == KMAP_PLACE_SLOT)
		record(TRACE_UNMAPPED, current_task(), 0);
}

/* The events in lines; each event has the nanoseconds since the one before it. */
static void events_print(unsigned int cpu, const struct trace_buffer *buffer, uint32_t count)
{
	uint64_t before_ns = from_ns;
	char line[EVENTS_TEXT_SIZE];
	size_t length = 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct trace_event *event = &buffer->events[i];

		length += print_to(line + length, sizeof(line) - length, " %c%x.%x.%x.%x",
				   event->kind, (uint32_t)(event->ns - before_ns), event->task,
				   event->held, event->value);
		before_ns = event->ns;
		if (i + 1 < count && length + EVENT_TEXT_MAX <= sizeof(line))
			continue;
		print("@trace_events cpu=%u of=\"%s\"\n", cpu, line);
		length = 0;
	}
}

static void names_print(void)
{
	for (unsigned int i = 0; i < TASKS_MAX; i++)
		if (task_names[i][0])
			print("@trace_task number=%u name=\"%s\"\n", i, task_names[i]);
}

void trace_print(void)
{
	static const char *const windows[] = { "cpu", "private", "task" };

	if (!trace_buffers)
		return;
	print("@trace window=%s slots=%u each=%u ns=%u\n",
	      windows[KMAP_WINDOW_PRIVATE + 2 * KMAP_WINDOW_TASK], KMAP_WINDOW_SLOTS,
	      1u << KMAP_GUARD, (uint32_t)length_ns);
	names_print();
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++) {
		uint32_t count = __atomic_load_n(&trace_buffers[cpu].count, __ATOMIC_ACQUIRE);

		events_print(cpu, &trace_buffers[cpu], count);
		print("@trace_cpu cpu=%u recorded=%u dropped=%u\n", cpu, count,
		      trace_buffers[cpu].dropped);
	}
}
