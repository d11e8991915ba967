/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Functions that the compiler may call without being asked to.
 */
#include <stddef.h>
#include <stdint.h>

#if __SIZEOF_LONG__ == 8
#define MOVE_WORDS "rep movsq"
#else
#define MOVE_WORDS "rep movsl"
#endif

void *memcpy(void *to, const void *from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);

void *memcpy(void *to, const void *from, size_t bytes)
{
	void *target = to;
	size_t words = bytes / sizeof(long);

	__asm__ volatile(MOVE_WORDS "; mov %k3, %%ecx; rep movsb"
			 : "+D"(target), "+S"(from), "+c"(words)
			 : "g"(bytes % sizeof(long))
			 : "memory");
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	uint8_t *target = to;
	const uint8_t *source = from;

	if ((uintptr_t)to - (uintptr_t)from >= bytes)
		return memcpy(to, from, bytes);
	while (bytes--)
		*(volatile uint8_t *)(target + bytes) = source[bytes];
	return to;
}

void *memset(void *to, int value, size_t bytes)
{
	void *target = to;

	__asm__ volatile("rep stosb" : "+D"(target), "+c"(bytes) : "a"(value) : "memory");
	return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
	const uint8_t *left = a, *right = b;

	for (size_t i = 0; i < bytes; i++)
		if (left[i] != right[i])
			return left[i] - right[i];
	return 0;
}

size_t strlen(const char *text)
{
	size_t length = 0;

	while (((const volatile char *)text)[length])
		length++;
	return length;
}
