// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The first process on machines for which Debian has no programs: the test "memory" of
 * linux/initramfs/memory.sh, and the end of the machine. It is linked with no library; how
 * the kernel is called is in machine.h, which each machine has one of.
 */
#include "machine.h"

#define FILE_KB (64 << 10)
#define BUFFER_BYTES (64 << 10)
#define BUFFER_WORDS (BUFFER_BYTES / sizeof(unsigned int))
#define BUFFERS (FILE_KB / (BUFFER_BYTES >> 10))
#define TEXT_BYTES (8 << 10)

/* The numbers of reboot(): two that say that it is meant, and a new start. */
#define REBOOT_MAGIC 0xfee1deadl
#define REBOOT_MAGIC_MORE 672274793l
#define REBOOT_AGAIN 0x01234567l

static unsigned int buffer[BUFFER_WORDS];

/* --- text ----------------------------------------------------------------- */

struct text {
	char bytes[TEXT_BYTES];
	unsigned int length;
};

/* The file that was read last, and the line that is being made. */
static struct text content, line;

static void add(const char *words)
{
	while (*words && line.length < TEXT_BYTES - 1)
		line.bytes[line.length++] = *words++;
}

static void add_number(unsigned int number)
{
	char digits[11];
	unsigned int first = sizeof(digits) - 1;

	digits[first] = 0;
	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	add(&digits[first]);
}

/* What stands behind @name in the content; NULL if it is not there. */
static const char *behind(const char *name)
{
	for (unsigned int at = 0; at < content.length; at++) {
		unsigned int same = 0;

		while (name[same] && content.bytes[at + same] == name[same])
			same++;
		if (!name[same])
			return &content.bytes[at + same];
	}
	return 0;
}

static unsigned int number_behind(const char *name)
{
	const char *digit = behind(name);
	unsigned int number = 0;

	while (digit && *digit == ' ')
		digit++;
	while (digit && *digit >= '0' && *digit <= '9')
		number = number * 10 + (unsigned int)(*digit++ - '0');
	return number;
}

/* --- files ---------------------------------------------------------------- */

static long open_file(const char *path, long flags)
{
	return machine_call(CALL_OPEN, (long)path, flags, 0600, 0, 0);
}

static void read_content(const char *path)
{
	long file = open_file(path, 0), got = 1;

	content.length = 0;
	while (got > 0 && content.length < TEXT_BYTES - 1) {
		got = machine_call(CALL_READ, file, (long)&content.bytes[content.length],
				   TEXT_BYTES - 1 - content.length, 0, 0);
		if (got > 0)
			content.length += (unsigned int)got;
	}
	content.bytes[content.length] = 0;
	machine_call(CALL_CLOSE, file, 0, 0, 0, 0);
}

static unsigned int meminfo(const char *name)
{
	read_content("/proc/meminfo");
	return number_behind(name);
}

/* --- results -------------------------------------------------------------- */

static long kernel_log;
static unsigned int results;

static void begin_line(const char *words)
{
	line.length = 0;
	add("kmap-");
	add(words);
}

/* In one piece, so that no other line of the kernel's log cuts it in two. */
static void end_line(void)
{
	add("\n");
	machine_call(CALL_WRITE, kernel_log, (long)line.bytes, line.length, 0, 0);
}

static void say(const char *words)
{
	begin_line(words);
	end_line();
}

static void check(int right, const char *name)
{
	begin_line(right ? "memory: ok " : "memory: not ok ");
	add_number(++results);
	add(" - ");
	add(name);
	end_line();
}

/* --- the test ------------------------------------------------------------- */

/* No two words of the file are equal: the factor is odd. */
static unsigned int word_at(unsigned int part, unsigned int index)
{
	return (part * (unsigned int)BUFFER_WORDS + index) * 2654435761u;
}

static int write_file(long file)
{
	for (unsigned int part = 0; part < BUFFERS; part++) {
		for (unsigned int i = 0; i < BUFFER_WORDS; i++)
			buffer[i] = word_at(part, i);
		if (machine_call(CALL_WRITE, file, (long)buffer, BUFFER_BYTES, 0, 0) !=
		    BUFFER_BYTES)
			return 0;
	}
	return 1;
}

static int file_is_right(long file)
{
	machine_call(CALL_LSEEK, file, 0, 0, 0, 0);
	for (unsigned int part = 0; part < BUFFERS; part++) {
		if (machine_call(CALL_READ, file, (long)buffer, BUFFER_BYTES, 0, 0) != BUFFER_BYTES)
			return 0;
		for (unsigned int i = 0; i < BUFFER_WORDS; i++)
			if (buffer[i] != word_at(part, i))
				return 0;
	}
	return 1;
}

/* The lines "cpu0", "cpu1" and so on are those of processors that are online. */
static unsigned int count_cpus(void)
{
	unsigned int count = 0;

	read_content("/proc/stat");
	for (const char *at = content.bytes; at[0] && at[1] && at[2]; at++)
		count += at[0] == 'c' && at[1] == 'p' && at[2] == 'u' && at[3] >= '0' &&
			 at[3] <= '9';
	return count;
}

static void check_machine(unsigned int cpus)
{
	begin_line("memory: # HighTotal: ");
	add_number(meminfo("HighTotal:"));
	add(" kB, LowTotal: ");
	add_number(meminfo("LowTotal:"));
	add(" kB");
	end_line();
	check(meminfo("HighTotal:") > 0, "there is high memory");
	check(count_cpus() == cpus, "all processors are online");
}

static void check_file(void)
{
	unsigned int before = meminfo("HighFree:"), used;
	long file = open_file("/tmp/file", OPEN_NEW);
	int written = write_file(file);

	used = before - meminfo("HighFree:");
	begin_line("memory: # HighFree falls by ");
	add_number(used);
	add(" kB");
	end_line();
	check(used >= FILE_KB / 10 * 9 && used <= before, "a file of 64 MiB is in high memory");
	check(written && file_is_right(file), "it is read as it was written");
}

static void mount(const char *kind, const char *where)
{
	machine_call(CALL_MOUNT, (long)kind, (long)where, (long)kind, 0, 0);
}

static void run(void)
{
	unsigned int cpus;

	mount("proc", "/proc");
	mount("tmpfs", "/tmp");
	kernel_log = open_file("/dev/kmsg", OPEN_WRITE);
	read_content("/proc/cmdline");
	cpus = number_behind("KMAP_CPUS=");
	if (behind("KMAP_TESTS=memory") || behind(",memory")) {
		say("memory: 1..4");
		check_machine(cpus);
		check_file();
	}
	say("init: done");
	machine_call(CALL_REBOOT, REBOOT_MAGIC, REBOOT_MAGIC_MORE, REBOOT_AGAIN, 0, 0);
}

/* Where machine.h begins, with a stack. */
void machine_main(void)
{
	run();
	for (;;)
		;
}
