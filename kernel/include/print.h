/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The console. Lines that begin with @ are for the program that started the
 * kernel; see tools/guest/console.py.
 */
#ifndef KERNEL_PRINT_H
#define KERNEL_PRINT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Print formatted text in one piece; any context. Understands %s %c %d %u %x
 * %lu %lx %llu %llx %p %%, a width, and 0 or - before it.
 */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As print(), into memory; always ends with a zero byte. Returns the length. */
size_t print_to(char *buffer, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
size_t print_to_list(char *buffer, size_t size, const char *format, va_list arguments);

/* Print, and end the run with failure. */
_Noreturn void panic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* End the run: prints the @end line and exits. @why is NULL on success. */
_Noreturn void run_end(const char *why);

#endif
