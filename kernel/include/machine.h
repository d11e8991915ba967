/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a machine provides to the reference kernel, and what it calls. The inline
 * functions and types of the machine are in kernel/arch/<a>/include/arch.h.
 */
#ifndef KERNEL_MACHINE_H
#define KERNEL_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct context;
struct task;
struct cpu;
struct kmap_pte;

/* --- provided by the machine --------------------------------------------- */

/* Write characters to the console. Any context; the caller serializes the calls. */
void machine_console_write(const char *text, size_t length);

/* End the run: the process or QEMU exits with success or failure. Any context. */
_Noreturn void machine_exit(bool ok);

/* Nanoseconds since some moment before boot; the same on all CPUs. */
uint64_t machine_now_ns(void);

/* A counter for measuring: instructions under -icount, otherwise the fastest clock there is. */
uint64_t machine_counter(void);

/*
 * Set this CPU's timer interrupt to @deadline_ns; it comes soon if that is in the past.
 * Replaces what was set before. Interrupts off.
 */
void machine_timer_set(uint64_t deadline_ns);

/* Send CPU @number the reschedule interrupt. Any context. */
void machine_ipi_reschedule(unsigned int number);

/* Send CPU @number the interrupt that runs interrupt_flush(). Any context. */
void machine_ipi_flush(unsigned int number);

/*
 * Drop the translations of [@start, @end) from this CPU's TLB. Later accesses use PTEs
 * that any CPU wrote before. Any context.
 */
void machine_flush_local(uintptr_t start, uintptr_t end);

/*
 * Raise an interrupt on this CPU that runs interrupt_test(), nested over the caller,
 * before this function returns. Any context but NMI, interrupts on or off.
 */
void machine_interrupt_self(void);

/* Raise an NMI on this CPU; interrupt_nmi() has run when it returns. */
void machine_nmi_self(void);

/* Called with interrupts off: enable them and wait for one; returns with interrupts on. */
void machine_idle(void);

/* Stop this CPU for the rest of the run. */
_Noreturn void machine_halt(void);

/* Where windows are private: bytes of page tables that each CPU has for its own. */
size_t machine_private_table_bytes(void);

/*
 * Start CPU @number: it calls cpu_main() on the stack of @idle, its idle task, with
 * interrupts off. Returns when it has called machine_cpu_ready(); false if it did not
 * within ten seconds.
 */
bool machine_cpu_start(unsigned int number, struct task *idle);

/* Called by a CPU that starts, once it runs. */
void machine_cpu_ready(void);

/*
 * Prepare @context so that the first switch to it calls @entry on @stack, which
 * has @size bytes and a task at its bottom.
 */
void machine_context_init(struct context *context, void *stack, size_t size, void (*entry)(void));

/*
 * Save the context in @from and resume @to, on this CPU. @next is the task of @to and
 * is current afterwards. Interrupts off. Returns when a CPU resumes @from.
 */
void machine_context_switch(struct context *from, struct context *to, struct task *next);

/* Read a character from the console; -1 if there is none. Any context. */
int machine_console_read(void);

/* Whether pages can be mapped without execute permission. */
bool machine_can_forbid_execution(void);

/* Write the code of an empty function to @to, 64 bytes at most, for machine_code_call(). */
void machine_code_write(void *to);

/*
 * Call the code at @code. False if the processor refused to execute its first
 * instruction. Any other fault in it is reported and ends the run.
 */
bool machine_code_call(const void *code);

/* The PTE of an address in a window of kmap; its page table exists from boot on. */
struct kmap_pte *machine_window_pte(uintptr_t address);

/* The end of the physical memory, from DIRECT_PHYSICAL on, that the direct map can cover. */
uint64_t machine_low_bytes(void);

/**
 * struct machine_leaf - an entry of a page table that maps memory, of whatever size
 * @address:  the virtual address of its first byte
 * @bytes:    its size
 * @pfn:      the first frame
 * @writable: it allows writing, and so does every entry that leads to it
 */
struct machine_leaf {
	uintptr_t address;
	uint64_t bytes;
	unsigned long pfn;
	bool writable;
};

/* Whether the next two functions work: not where another kernel owns the page tables. */
bool machine_can_walk(void);

/*
 * Call @visit for each present leaf of the page tables of CPU @number, which is online, from
 * the table on that its register names. Task context; what changes meanwhile may be missed.
 */
void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context);

/* Read the byte at @address; false if that faults as a page that is not mapped does. */
bool machine_try_read(const void *address, uint8_t *byte);

/* --- called by the machine ----------------------------------------------- */

/*
 * Add RAM: physical addresses, [@start, @end), from DIRECT_PHYSICAL on. Before kernel_main(). Only whole pages are used,
 * and only frames that PTEs can hold.
 */
void memory_add(uint64_t start, uint64_t end);

/* Reserve RAM that is in use already: kernel image, boot module. Before kernel_main(). */
void memory_reserve(uint64_t start, uint64_t end);

/*
 * The boot CPU, on the stack of boot_task(), interrupts off. @module is the
 * file to work on, in the direct map; NULL without one.
 */
_Noreturn void kernel_main(const char *command_line, const void *module, size_t module_bytes);

/* Every other CPU; see machine_cpu_start(). */
_Noreturn void cpu_main(void);

/*
 * boot_task() is task_stacks[0] in task.h.
 */

/*
 * Interrupts, with interrupts off, on the stack of the interrupted task. They
 * may switch to another task before they return.
 */
void interrupt_timer(void);
void interrupt_reschedule(void);
void interrupt_flush(void);
void interrupt_test(void);

/* An NMI. False if none is expected. */
bool interrupt_nmi(void);

/*
 * A processor exception at @code_address; @fault_address is what was accessed,
 * or NULL. The machine has printed its registers. Prints the rest and ends the
 * run with failure.
 */
_Noreturn void exception_report(const char *what, const void *fault_address,
				uintptr_t code_address);

#endif
