/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the loader of a Malta board (YAMON, or QEMU) passes: the command line as words, in which
 * the place of the file comes first, and an environment with the size of RAM.
 */
#include <kmap/config.h>

#include "layout.h"
#include "machine.h"
#include "mips.h"
#include "options.h"
#include "memory.h"

#define MIB ((uint64_t)1 << 20)

/*
 * Physical memory (Malta User's Manual, MD00048): RAM below 256 MiB, then devices up to 512 MiB, then
 * RAM again, up to 2 GiB, as if there was some behind the devices. All of it is found once more
 * from 2 GiB on, and what the devices hide only there.
 */
#define HIDDEN_END (512 * MIB)
#define ALIAS_PHYSICAL (2048 * MIB)

/* The kernel's image, in the direct map. */
extern const uint8_t kernel_start[], kernel_end[];

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* A number as the loader writes it: hexadecimal with 0x before it, else decimal. */
static uint64_t number_of(const char *text)
{
	unsigned int base = text[0] == '0' && text[1] == 'x' ? 16 : 10;
	uint64_t number = 0;

	for (text += base == 16 ? 2 : 0; *text && *text != ' '; text++)
		number = number * base +
			 (unsigned int)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
	return number;
}

/* Pairs of a name and a value. */
static uint64_t environment_number(char *const *environment, const char *name)
{
	for (; environment[0]; environment += 2)
		if (text_equal(environment[0], name))
			return number_of(environment[1]);
	return 0;
}

/* The text after @name in @line; NULL if it is not there. */
static const char *text_after(const char *line, const char *name)
{
	for (; *line; line++) {
		unsigned int length = 0;

		while (name[length] && line[length] == name[length])
			length++;
		if (!name[length])
			return line + length;
	}
	return NULL;
}

/* The RAM that other tables and the TLB reach, each byte at one of its addresses. */
static void ram_add(uint64_t bytes)
{
	memory_add(0, smaller(bytes, DIRECT_BYTES));
	if (bytes > HIDDEN_END)
		memory_add(HIDDEN_END, bytes);
	if (bytes > DIRECT_BYTES)
		memory_add(ALIAS_PHYSICAL + DIRECT_BYTES,
			   ALIAS_PHYSICAL + smaller(bytes, HIDDEN_END));
}

void loader_boot(char *const *arguments, char *const *environment)
{
	const char *line = arguments[1] ? arguments[1] : "";
	const char *start = text_after(line, "rd_start="), *size = text_after(line, "rd_size=");
	uintptr_t file = start ? (uintptr_t)number_of(start) : 0;
	size_t bytes = size ? (size_t)number_of(size) : 0;

	ram_add(environment_number(environment, "ememsize"));
	/* With what the loader has put before the image. */
	memory_reserve(0, (uintptr_t)kernel_end - KSEG0_BASE);
	if (bytes)
		memory_reserve(file - KSEG0_BASE, file - KSEG0_BASE + bytes);
	kernel_main(line, bytes ? (const void *)file : NULL, bytes);
}
