/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * fake_fail() for unit tests. Other programs that use the fake machine have their own.
 */
#include <stdio.h>

#include "fake_step.h"
#include "../unit.h"

void fake_fail(const char *format, ...)
{
	char text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fail_msg("%s%s", text, fake_trail());
	__builtin_unreachable();
}
