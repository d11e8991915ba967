/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The subset of printf() that the kernel uses.
 */
#include <stdbool.h>
#include <stdint.h>

#include "print.h"

struct output {
	char *buffer;
	size_t size;
	size_t length;
};

/* One conversion: what is between % and its letter. */
struct conversion {
	unsigned int width;
	unsigned int longs;
	bool zero;
	bool left;
};

static void put(struct output *out, char c)
{
	if (out->length + 1 < out->size)
		out->buffer[out->length++] = c;
}

static void put_text(struct output *out, const char *text, const struct conversion *how)
{
	size_t length = __builtin_strlen(text);

	for (size_t i = length; !how->left && i < how->width; i++)
		put(out, how->zero ? '0' : ' ');
	for (size_t i = 0; i < length; i++)
		put(out, text[i]);
	for (size_t i = length; how->left && i < how->width; i++)
		put(out, ' ');
}

static void put_number(struct output *out, uint64_t value, unsigned int base, bool negative,
		       const struct conversion *how)
{
	char digits[24];
	char *start = digits + sizeof(digits);

	*--start = 0;
	do {
		*--start = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	if (negative)
		*--start = '-';
	put_text(out, start, how);
}

static uint64_t next_unsigned(va_list *arguments, const struct conversion *how)
{
	if (how->longs == 0)
		return va_arg(*arguments, unsigned int);
	if (how->longs == 1)
		return va_arg(*arguments, unsigned long);
	return va_arg(*arguments, unsigned long long);
}

static const char *parse(const char *format, struct conversion *how)
{
	*how = (struct conversion){ 0 };
	for (; *format == '0' || *format == '-'; format++) {
		how->zero |= *format == '0';
		how->left |= *format == '-';
	}
	for (; *format >= '0' && *format <= '9'; format++)
		how->width = how->width * 10 + (unsigned int)(*format - '0');
	for (; *format == 'l'; format++)
		how->longs++;
	return format;
}

static void convert(struct output *out, char letter, const struct conversion *how,
		    va_list *arguments)
{
	char one[2] = { 0, 0 };
	int number;

	switch (letter) {
	case 's':
		put_text(out, va_arg(*arguments, const char *), how);
		break;
	case 'c':
		one[0] = (char)va_arg(*arguments, int);
		put_text(out, one, how);
		break;
	case 'd':
		number = va_arg(*arguments, int);
		put_number(out, number < 0 ? -(uint64_t)number : (uint64_t)number, 10, number < 0,
			   how);
		break;
	case 'u':
		put_number(out, next_unsigned(arguments, how), 10, false, how);
		break;
	case 'x':
		put_number(out, next_unsigned(arguments, how), 16, false, how);
		break;
	case 'p':
		put(out, '0');
		put(out, 'x');
		put_number(out, (uintptr_t)va_arg(*arguments, void *), 16, false, how);
		break;
	default:
		put(out, letter);
	}
}

size_t print_to_list(char *buffer, size_t size, const char *format, va_list arguments)
{
	struct output out = { buffer, size, 0 };
	struct conversion how;
	va_list rest;

	va_copy(rest, arguments);
	while (*format) {
		if (*format != '%') {
			put(&out, *format++);
			continue;
		}
		format = parse(format + 1, &how);
		if (*format)
			convert(&out, *format++, &how, &rest);
	}
	va_end(rest);
	buffer[out.length] = 0;
	return out.length;
}

size_t print_to(char *buffer, size_t size, const char *format, ...)
{
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	length = print_to_list(buffer, size, format, arguments);
	va_end(arguments);
	return length;
}
