/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the kernel half.
 */
#ifndef UM_MACHINE_PRIVATE_H
#define UM_MACHINE_PRIVATE_H

#include "task.h"

#include "os.h"

/**
 * struct arch_cpu - what the machine knows of a CPU
 * @pending: bit mask of interrupts that came while the current task had them
 *           disabled. Set only by signal handlers on this CPU's thread. The next task
 *           that enables interrupts on this CPU handles them.
 * @number:  as in struct cpu
 * @relaxed: calls of cpu_relax(), approximately: a task may move in the middle of one
 * @ready:   it has called machine_cpu_ready()
 */
struct arch_cpu {
	uint32_t pending;
	unsigned int number;
	unsigned int relaxed;
	bool ready;
};

extern struct arch_cpu arch_cpus[KMAP_CPUS_MAX];

/* Stays true only while the task cannot move. */
static inline struct arch_cpu *this_arch_cpu(void)
{
	return *(struct arch_cpu *volatile *)&current_task()->arch.cpu;
}

static inline unsigned int irq_is_on(void)
{
	return __atomic_load_n(&current_task()->arch.irq_on, __ATOMIC_RELAXED);
}

/* The interrupts that are pending on this CPU, as a bit mask. */
static inline uint32_t interrupts_pending(void)
{
	return __atomic_load_n(&this_arch_cpu()->pending, __ATOMIC_RELAXED);
}

static inline void interrupt_note(enum os_interrupt interrupt)
{
	__atomic_fetch_or(&this_arch_cpu()->pending, 1u << interrupt, __ATOMIC_RELAXED);
}

/* Memory as set up by memory_setup(). */
struct um_memory {
	uint64_t ram_bytes;
	uint64_t low_bytes;
	uint64_t module_bytes;
	const void *module; /* NULL for none */
	const char *screen; /* where pictures of the display go; NULL for nowhere */
};

/* Device memory, in the frames that follow RAM. */
#define DEVICE_BYTES ((uint64_t)2 << 20)

extern struct um_memory um_memory;

/* Create RAM, the direct map and the windows, and load the file. On the main thread. */
void memory_setup(const struct os_options *options);

/* Report RAM to the kernel. On the boot CPU. */
void memory_tell(void);

#endif
