/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Functions that the compiler may call without being asked to, for machines without instructions
 * for them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORD_BYTES sizeof(unsigned long)

/* A word that may lie on bytes of any type. */
typedef unsigned long __attribute__((may_alias)) word_t;

void *memcpy(void *to, const void *from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);

static bool is_aligned(uintptr_t addresses)
{
	return addresses % WORD_BYTES == 0;
}

/* The compiler must not make calls to these functions of their own loops. */
#define NO_CALLS __attribute__((optimize("no-tree-loop-distribute-patterns")))

NO_CALLS void *memcpy(void *to, const void *from, size_t bytes)
{
	word_t *words = to;
	const word_t *from_words = from;
	uint8_t *rest;
	const uint8_t *from_rest;

	if (is_aligned((uintptr_t)to | (uintptr_t)from))
		for (; bytes >= WORD_BYTES; bytes -= WORD_BYTES)
			*words++ = *from_words++;
	rest = (uint8_t *)words;
	from_rest = (const uint8_t *)from_words;
	while (bytes--)
		*rest++ = *from_rest++;
	return to;
}

NO_CALLS void *memmove(void *to, const void *from, size_t bytes)
{
	uint8_t *target = to;
	const uint8_t *source = from;

	if ((uintptr_t)to - (uintptr_t)from >= bytes)
		return memcpy(to, from, bytes);
	while (bytes--)
		target[bytes] = source[bytes];
	return to;
}

NO_CALLS void *memset(void *to, int value, size_t bytes)
{
	unsigned long pattern = (uint8_t)value * (~0ul / 0xff);
	word_t *words = to;
	uint8_t *rest;

	if (is_aligned((uintptr_t)to))
		for (; bytes >= WORD_BYTES; bytes -= WORD_BYTES)
			*words++ = pattern;
	rest = (uint8_t *)words;
	while (bytes--)
		*rest++ = (uint8_t)value;
	return to;
}

NO_CALLS int memcmp(const void *a, const void *b, size_t bytes)
{
	const uint8_t *left = a, *right = b;

	for (size_t i = 0; i < bytes; i++)
		if (left[i] != right[i])
			return left[i] - right[i];
	return 0;
}

NO_CALLS size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}
