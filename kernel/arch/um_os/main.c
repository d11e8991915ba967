/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The program: its command line, and its end.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os.h"
#include "private.h"

#define RAM_DEFAULT ((uint64_t)1 << 30)
#define COMMAND_LINE_MAX 4096

static const char usage[] =
	"usage: kmap-um [--mem BYTES] [--file PATH] [--screen PATH] -- [name=value]...\n"
	"The kmap reference kernel as a process. BYTES may end in K, M or G (default 1G).\n"
	"--screen writes a picture of the display to PATH, in PPM format.\n"
	"The arguments after -- are the kernel's command line, for example: job=selftest cpus=2\n";

/* How far to shift for the letter after a number; -1 if it is not one. */
static int unit_shift(const char *text)
{
	static const char letters[] = "KMG";
	const char *found;

	if (!*text)
		return 0;
	found = strchr(letters, *text);
	return found && !text[1] ? (int)(found - letters + 1) * 10 : -1;
}

static uint64_t parse_bytes(const char *text)
{
	unsigned long long value;
	int shift;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 10);
	shift = unit_shift(end);
	if (*text < '0' || *text > '9' || errno || shift < 0 ||
	    value > (uint64_t)LLONG_MAX >> shift)
		os_refuse("--mem %s: not a number of bytes", text);
	return value << shift;
}

/* Join words with spaces. */
static const char *join(char *const words[])
{
	static char text[COMMAND_LINE_MAX];
	size_t length = 0;

	for (; *words; words++) {
		size_t more = strlen(*words);

		if (length + more + 2 > sizeof(text))
			os_refuse("the kernel's command line is longer than %zu characters",
				  sizeof(text) - 2);
		if (length)
			text[length++] = ' ';
		memcpy(text + length, *words, more + 1);
		length += more;
	}
	return text;
}

static struct os_options parse(int argc, char *argv[])
{
	static const struct option known[] = {
		{ "mem", required_argument, NULL, 'm' },
		{ "file", required_argument, NULL, 'f' },
		{ "screen", required_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct os_options options = { .ram_bytes = RAM_DEFAULT };
	int letter;

	while ((letter = getopt_long(argc, argv, "+", known, NULL)) != -1) {
		switch (letter) {
		case 'm':
			options.ram_bytes = parse_bytes(optarg);
			break;
		case 'f':
			options.file = optarg;
			break;
		case 's':
			options.screen = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			exit(2);
		}
	}
	options.command_line = join(argv + optind);
	return options;
}

/*
 * Nothing to clean up: all memory belongs to the process. A CPU that is writing a line
 * completes the system call.
 */
static _Noreturn void wait_for_end(const sigset_t *ends)
{
	int number;

	while (sigwait(ends, &number) != 0)
		;
	os_exit(128 + number);
}

int main(int argc, char *argv[])
{
	struct os_options options = parse(argc, argv);
	sigset_t ends;

	/* All threads inherit this mask; only the main thread waits for these signals. */
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	os_signals_setup();
	os_faults_setup();
	machine_boot(&options);
	wait_for_end(&ends);
}
