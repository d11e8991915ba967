/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The console: whole messages, one at a time.
 */
#include "print.h"
#include "spinlock.h"

#define MESSAGE_SIZE 512
/* Give up after so many tries: if the holder crashed, mixed output is better than none. */
#define LOCK_TRIES_MAX 20000000u

static struct spinlock console_lock;

static bool console_acquire(void)
{
	for (unsigned int i = 0; i < LOCK_TRIES_MAX; i++) {
		if (spinlock_try(&console_lock))
			return true;
		cpu_relax();
	}
	return false;
}

static void console_write(const char *text, size_t length)
{
	unsigned long flags = irq_save();
	bool acquired = console_acquire();

	machine_console_write(text, length);
	if (acquired)
		spinlock_release(&console_lock);
	irq_restore(flags);
}

static void print_list(const char *format, va_list arguments)
{
	char message[MESSAGE_SIZE];

	console_write(message, print_to_list(message, sizeof(message), format, arguments));
}

void print(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_list(format, arguments);
	va_end(arguments);
}

void run_end(const char *why)
{
	if (why)
		print("@end status=failed why=\"%s\"\n", why);
	else
		print("@end status=ok\n");
	machine_exit(!why);
}

void panic(const char *format, ...)
{
	char message[MESSAGE_SIZE / 2];
	va_list arguments;

	va_start(arguments, format);
	print_to_list(message, sizeof(message), format, arguments);
	va_end(arguments);
	print("panic: %s\n", message);
	run_end(message);
}
