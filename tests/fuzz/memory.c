/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The bytes of the frames.
 */
#include <string.h>

#include "fuzz.h"
#include "memory.h"

uint8_t fuzz_bytes[FUZZ_FRAMES][FUZZ_PAGE];
uint8_t model_bytes[FUZZ_FRAMES][FUZZ_PAGE];
/* Frames that differ from their contents at boot. */
static uint32_t dirty = UINT32_MAX;
static uint32_t touched;
/* The contents of frames at boot; each begins at another offset in the pattern. */
#define SKEW 41u
static uint8_t pattern[FUZZ_PAGE + SKEW * FUZZ_FRAMES];

void memory_touch(uint32_t frames)
{
	touched |= frames;
	dirty |= frames;
}

void memory_reset(void)
{
	for (size_t i = 0; !pattern[1] && i < sizeof(pattern); i++)
		pattern[i] = (uint8_t)(i + (i >> 8) * 3);
	touched = 0;
	for (; dirty; dirty &= dirty - 1) {
		unsigned int frame = (unsigned int)__builtin_ctz(dirty);

		memcpy(fuzz_bytes[frame], &pattern[SKEW * frame], FUZZ_PAGE);
		memcpy(model_bytes[frame], &pattern[SKEW * frame], FUZZ_PAGE);
	}
}

void memory_check(uint32_t busy)
{
	for (uint32_t left = touched & ~busy; left; left &= left - 1) {
		unsigned int frame = (unsigned int)__builtin_ctz(left);

		if (memcmp(fuzz_bytes[frame], model_bytes[frame], FUZZ_PAGE))
			fake_fail("frame %u does not hold what it must", frame);
	}
	touched &= busy;
}

/* Whether an address belongs to the fake machine. */
static bool is_fake(uintptr_t address)
{
	return address - FAKE_DIRECT_BASE < FAKE_DIRECT_FRAMES * KMAP_PAGE_SIZE ||
	       address - fake_window_base < KMAP_WINDOW_SIZE ||
	       address - FAKE_PERSISTENT_BASE < KMAP_PERSISTENT_SIZE ||
	       address - FAKE_IO_BASE < KMAP_IO_SIZE;
}

/* The memory at an address, up to the end of its page. Checks the access. */
static uint8_t *behind(const void *address, bool write, size_t *bytes)
{
	uintptr_t offset = (uintptr_t)address % FUZZ_PAGE;
	char *page = (char *)address - offset;
	ptrdiff_t frame;

	if (!is_fake((uintptr_t)address))
		return (uint8_t *)address;
	if (*bytes > FUZZ_PAGE - offset)
		*bytes = FUZZ_PAGE - offset;
	if (write)
		fake_write(page, fake_read(page));
	frame = fake_pfn_page(fake_translate(address)) - fake_pages;
	if (frame < 0 || frame >= (ptrdiff_t)FUZZ_FRAMES)
		fake_fail("access to %p on CPU %u: no RAM", address, fake_cpu_number);
	if (write)
		memory_touch(1u << frame);
	return &fuzz_bytes[frame][offset];
}

static void gather(uint8_t *to, const uint8_t *from, size_t bytes)
{
	while (bytes) {
		size_t chunk = bytes;
		const uint8_t *memory = behind(from, false, &chunk);

		memcpy(to, memory, chunk);
		from += chunk;
		to += chunk;
		bytes -= chunk;
	}
}

static void scatter(uint8_t *to, const uint8_t *from, size_t bytes)
{
	while (bytes) {
		size_t chunk = bytes;
		uint8_t *memory = behind(to, true, &chunk);

		memcpy(memory, from, chunk);
		from += chunk;
		to += chunk;
		bytes -= chunk;
	}
}

/* Write in two halves, with a step between reading and writing and between the halves. */
static void write_halves(uint8_t *to, const uint8_t *from, size_t bytes)
{
	fake_step("bytes");
	scatter(to, from, bytes / 2);
	fake_step("more bytes");
	scatter(to + bytes / 2, from + bytes / 2, bytes - bytes / 2);
	fake_step("after the bytes");
}

static void check_length(size_t bytes)
{
	if (bytes > FUZZ_PAGE)
		fake_fail("%zu bytes at once", bytes);
}

void *fuzz_memcpy(void *to, const void *from, size_t bytes)
{
	uint8_t buffer[FUZZ_PAGE];

	check_length(bytes);
	gather(buffer, from, bytes);
	write_halves(to, buffer, bytes);
	return to;
}

void *fuzz_memset(void *to, int value, size_t bytes)
{
	uint8_t buffer[FUZZ_PAGE];

	check_length(bytes);
	memset(buffer, value, bytes);
	write_halves(to, buffer, bytes);
	return to;
}

int fuzz_memcmp(const void *a, const void *b, size_t bytes)
{
	uint8_t first[FUZZ_PAGE], second[FUZZ_PAGE];

	check_length(bytes);
	gather(first, a, bytes);
	fake_step("compare");
	gather(second, b, bytes);
	return memcmp(first, second, bytes);
}
