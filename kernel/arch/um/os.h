/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interface between the two halves of the um machine. The libc half, in um_os/,
 * includes no other header of the kernel; the kernel half, in this directory, includes no
 * header of the host.
 *
 * Unless said otherwise the kernel half calls os_ functions with its
 * interrupts off: libc keeps state for each thread (errno to begin with), so a
 * task must not be moved to another thread while it is inside.
 *
 * If an os_ function fails and cannot return an error, it prints one line on stderr
 * and ends the process with failure.
 */
#ifndef UM_OS_H
#define UM_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- program --------------------------------------------------------------- */

/* Options of the command line. */
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

/* Write all of @text to stdout. */
void os_console_write(const char *text, size_t length);

/* Read a character from stdin without waiting; -1 if there is none or stdin has ended. */
int os_console_read(void);

/* Nanoseconds of the host's monotonic clock. */
uint64_t os_now_ns(void);

/* Yield the host CPU once, or sleep. */
void os_yield(void);
void os_sleep_ns(uint64_t ns);

/* --- memory ---------------------------------------------------------------- */

/* Create RAM, filled with zeros. The host allocates a page when it is touched. */
void os_ram_create(uint64_t bytes);

/* Map the first @bytes of RAM at @address, where nothing is mapped. */
void os_ram_map(uintptr_t address, uint64_t bytes);

/* Reserve an address range, without access. */
void os_range_reserve(uintptr_t address, uint64_t bytes);

/* Map one page of RAM over what is at @address, which was reserved. */
void os_page_map(void *address, uint64_t offset, bool writable, bool executable);

/* Allow no access to the page at @address, which was reserved. */
void os_page_unmap(void *address);

/* Open the user's file and return its size; os_refuse() when it cannot be read. */
uint64_t os_file_open(const char *path);

/* Read all of the file that was opened, and close it. */
void os_file_read(void *buffer, uint64_t bytes);

/* Write the pixels, 32 bits each, that begin at @offset in RAM to a PPM file. */
void os_screen_save(const char *path, uint64_t offset, uint32_t width, uint32_t height);

/* --- CPUs and their interrupts --------------------------------------------- */

/* An interrupt is a signal to the thread of the CPU. */
enum os_interrupt { OS_TIMER, OS_RESCHEDULE, OS_FLUSH, OS_TEST, OS_INTERRUPTS };

#define OS_CPUS_MAX 64

/*
 * Start the thread that is CPU @number, on the stack given; it calls
 * @entry(@number), which never returns, with all interrupts masked. False if
 * the host cannot create a thread.
 */
bool os_cpu_start(unsigned int number, void *stack, size_t size, void (*entry)(unsigned int));

/*
 * Unmask the signals of interrupts on this thread. They are masked when a CPU starts
 * and when machine_interrupt() is called, until the kernel half has looked whether the
 * task has interrupts enabled.
 */
void os_interrupts_unmask(void);

/* Raise an interrupt on a started CPU. On this CPU the signal arrives before it returns. */
void os_interrupt(unsigned int number, enum os_interrupt interrupt);

/* Raise OS_TIMER on CPU @number, which is this one, at a time of os_now_ns(). */
void os_timer_set(unsigned int number, uint64_t deadline_ns);

/* Wait until @word, which a signal handler on this thread changes, is not zero. */
void os_wait(uint32_t *word);

/* --- contexts -------------------------------------------------------------- */

/* Maximum size of a context of the host. It must not be moved: it may point into itself. */
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

/* Write the code of an empty function to @to; at most 64 bytes. */
void os_code_write(void *to);

/* Call a function. False if the fetch of its first instruction faulted. */
bool os_code_call(const void *code);

/* --- provided by the kernel half ------------------------------------------- */

/* Set up the machine and start CPU 0. On the main thread, which then waits for the end. */
void machine_boot(const struct os_options *options);

/* On the stack of the interrupted task, with signals masked. May return on another CPU. */
void machine_interrupt(enum os_interrupt interrupt);

/* On the stack of the task that faulted, with signals masked. */
_Noreturn void machine_fault(const struct os_fault *fault);

#endif
