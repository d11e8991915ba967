/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Console, time, exit, and error messages.
 */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <string.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "os.h"

#define NS_PER_SECOND 1000000000u

void os_refuse(const char *format, ...)
{
	va_list arguments;

	fputs("kmap-um: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	os_exit(2);
}

void os_die(const char *what)
{
	fprintf(stderr, "kmap-um: %s: %s\n", what, strerror(errno));
	os_exit(1);
}

void os_exit(int status)
{
	_exit(status);
}

/* The reader may have made our end of the pipe non-blocking. */
static void wait_writable(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	poll(&out, 1, -1);
}

void os_console_write(const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(STDOUT_FILENO, text, length);

		if (written >= 0) {
			text += written;
			length -= (size_t)written;
		} else if (errno == EAGAIN) {
			wait_writable();
		} else if (errno != EINTR) {
			os_die("write to standard output");
		}
	}
}

int os_console_read(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	unsigned char character;

	if (poll(&in, 1, 0) < 1 || read(STDIN_FILENO, &character, 1) < 1)
		return -1;
	return character;
}

uint64_t os_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

void os_yield(void)
{
	sched_yield();
}

void os_sleep_ns(uint64_t ns)
{
	struct timespec time = { (time_t)(ns / NS_PER_SECOND), (long)(ns % NS_PER_SECOND) };

	/* A signal ends it early; callers check the time themselves. */
	nanosleep(&time, NULL);
}
