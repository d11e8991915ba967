/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the two halves of the um machine meet. The libc half, in os/, knows
 * the host and nothing of the kernel; the kernel half, beside this file, knows
 * no header of the host.
 *
 * Unless said otherwise the kernel half calls os_ functions with its
 * interrupts off: libc keeps state for each thread (errno to begin with), so a
 * task must not be moved to another thread while it is inside.
 *
 * An os_ function that has no return value for a failure ends the process with
 * failure and one line on stderr.
 */
#ifndef UM_OS_H
#define UM_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- the program ----------------------------------------------------------- */

/* What the user asked for. */
struct os_options {
	uint64_t ram_bytes;
	const char *file; /* NULL for none */
	const char *screen; /* where pictures of the display go; NULL for nowhere */
	const char *command_line;
};

/* The options cannot be met: one line on stderr, exit status 2. Before the CPUs start. */
_Noreturn void os_refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The host failed to do something that must work: one line on stderr, exit status 1. */
_Noreturn void os_die(const char *what);

_Noreturn void os_exit(int status);

/* Write all of it to stdout. */
void os_console_write(const char *text, size_t length);

/* A character from stdin that is there already, -1 when there is none or stdin has ended. */
int os_console_read(void);

/* Nanoseconds of the host's monotonic clock. */
uint64_t os_now_ns(void);

/* Give the host's CPU to another thread: now, or for some time. */
void os_yield(void);
void os_sleep_ns(uint64_t ns);

/* --- memory ---------------------------------------------------------------- */

/* Make RAM: zero, and taken from the host only where it is touched. */
void os_ram_create(uint64_t bytes);

/* Map RAM from physical address 0 on at an address where nothing is. */
void os_ram_map(uintptr_t address, uint64_t bytes);

/* Keep an address range free of everything, without any access. */
void os_range_reserve(uintptr_t address, uint64_t bytes);

/* Map one page of RAM over what is at @address, which was reserved. */
void os_page_map(void *address, uint64_t offset, bool writable, bool executable);

/* Allow no access to the page at @address, which was reserved. */
void os_page_unmap(void *address);

/* Open the user's file and return its size; os_refuse() when it cannot be read. */
uint64_t os_file_open(const char *path);

/* Read all of the file that was opened, and close it. */
void os_file_read(void *buffer, uint64_t bytes);

/* Write the pixels, 32 bits each, that lie @offset bytes into RAM and on, to a PPM file. */
void os_screen_save(const char *path, uint64_t offset, uint32_t width, uint32_t height);

/* --- CPUs and their interrupts --------------------------------------------- */

/* An interrupt is a signal to the thread that is the CPU. */
enum os_interrupt { OS_TIMER, OS_RESCHEDULE, OS_FLUSH, OS_TEST, OS_INTERRUPTS };

#define OS_CPUS_MAX 64

/*
 * Start the thread that is CPU @number, on the stack given; it calls
 * @entry(@number), which never returns, with all interrupts masked. False if
 * the host has no thread to give.
 */
bool os_cpu_start(unsigned int number, void *stack, size_t size, void (*entry)(unsigned int));

/*
 * Allow signals on this thread. They are masked when a CPU starts and when
 * machine_interrupt() is called; that is, as long as nobody knows yet whether
 * the kernel's interrupts are enabled.
 */
void os_interrupts_unmask(void);

/* Raise an interrupt on a CPU that has started. If it is this one the signal comes inside. */
void os_interrupt(unsigned int number, enum os_interrupt interrupt);

/* Raise OS_TIMER on CPU @number, which is this one, at a time of os_now_ns(). */
void os_timer_set(unsigned int number, uint64_t deadline_ns);

/* Wait until @word, which a signal handler on this thread changes, is not zero. */
void os_wait(uint32_t *word);

/* --- contexts -------------------------------------------------------------- */

/* Room that a context of the host takes at most. It is not moved: it may point into itself. */
#define OS_CONTEXT_SIZE 5120
#define OS_CONTEXT_ALIGN 16

void os_context_init(void *context, void *stack, size_t size, void (*entry)(void));
void os_context_switch(void *from, void *to);

/* --- faults ---------------------------------------------------------------- */

struct os_register {
	const char *name;
	uint64_t value;
};

#define OS_REGISTERS_MAX 36

/* A processor exception. */
struct os_fault {
	const char *what;
	const void *address; /* what was accessed, or NULL */
	uintptr_t code_address;
	unsigned int register_count;
	struct os_register registers[OS_REGISTERS_MAX];
};

/* Write the code of a function that does nothing to @to: 64 bytes of code at most. */
void os_code_write(void *to);

/* Call a function. False if its first instruction made a page fault: it was not run. */
bool os_code_call(const void *code);

/* --- given by the kernel half ---------------------------------------------- */

/* On the main thread, which then waits for the end: set up, start CPU 0. */
void machine_boot(const struct os_options *options);

/* On a CPU, on the stack of what was interrupted, with signals masked. May return elsewhere. */
void machine_interrupt(enum os_interrupt interrupt);

/* On a CPU, on the stack of the task that made the fault, with signals masked. */
_Noreturn void machine_fault(const struct os_fault *fault);

#endif
