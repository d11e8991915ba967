/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Trace events of the main job: switches, mappings, interrupts and migrations, in a buffer for
 * each CPU. In a kernel that is not built with TRACE=1 these functions are empty.
 *
 * A CPU writes only to its own buffer, with interrupts off, and allocates nothing. What comes
 * when the buffer is full is dropped, and counted.
 */
#ifndef KERNEL_TRACE_H
#define KERNEL_TRACE_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;
struct task;

#ifndef KERNEL_TRACE
#define KERNEL_TRACE 0
#endif

/* Events that a buffer holds: 16 bytes each, about as many characters when they are printed. */
#ifndef TRACE_EVENTS_MAX
#define TRACE_EVENTS_MAX 4096
#endif

#if KERNEL_TRACE

/* Allocate the buffers, if option trace= asks for a trace. False if memory is short. Task context. */
bool trace_init(void);

/*
 * A mode of the main job begins; if it is the one of trace=, record for trace_ms= milliseconds,
 * after trace_from= milliseconds.
 */
void trace_begin(const char *mode);

/*
 * Begin to record, if it is time. Called every ten milliseconds by the task that waits for the mode:
 * then a CPU runs, and a busy host does not let all of a short trace pass.
 */
void trace_poll(void);

/* The mode ends, and with it the trace. */
void trace_end(void);

/* Hand out what was recorded, on the console. For the form see tools/guest/recording.py. */
void trace_print(void);

/* Before @task runs on this CPU, having run on @from. The scheduler, interrupts off. */
void trace_migrated(const struct task *task, const struct cpu *from);

/* How many slots switches have restored in the window of the current task, for the difference. */
uint32_t trace_restores(void);

/* The current task runs from now on; the switch to it restored so many slots. Interrupts off. */
void trace_switched(uint32_t restored);

/* In an interrupt, before its handler makes a mapping, and when it has given all back. */
void trace_interrupt_begin(void);
void trace_interrupt_end(void);

/* Whoever runs has mapped a page at @address, or given it back. No event if it took no slot. */
void trace_mapped(const void *address);
void trace_unmapped(const void *address);

#else

static inline bool trace_init(void)
{
	return true;
}

static inline void trace_begin(const char *mode)
{
	(void)mode;
}

static inline void trace_poll(void)
{
}

static inline void trace_end(void)
{
}

static inline void trace_print(void)
{
}

static inline void trace_migrated(const struct task *task, const struct cpu *from)
{
	(void)task;
	(void)from;
}

static inline uint32_t trace_restores(void)
{
	return 0;
}

static inline void trace_switched(uint32_t restored)
{
	(void)restored;
}

static inline void trace_interrupt_begin(void)
{
}

static inline void trace_interrupt_end(void)
{
}

static inline void trace_mapped(const void *address)
{
	(void)address;
}

static inline void trace_unmapped(const void *address)
{
	(void)address;
}

#endif

#endif
