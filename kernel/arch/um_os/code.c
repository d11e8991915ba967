/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Writes code into memory and calls it there, for the self-tests of no-execute. The
 * compiler generates the code, so this works on any processor.
 */
#include <setjmp.h>
#include <string.h>

#include "os.h"
#include "private.h"

#define CODE_BYTES 64

/* Shorter than CODE_BYTES. The code that follows it is copied as well, but never reached. */
static __attribute__((noinline, aligned(CODE_BYTES))) void nothing(void)
{
	__asm__ volatile("");
}

/* What this thread calls now, or NULL, and where it continues if the call faults. */
static __thread const void *volatile called;
static __thread sigjmp_buf refused;

void os_code_write(void *to)
{
	memcpy(to, (const void *)(uintptr_t)nothing, CODE_BYTES);
	__builtin___clear_cache(to, (char *)to + CODE_BYTES);
}

bool os_code_call(const void *code)
{
	bool ran = false;

	if (!sigsetjmp(refused, 1)) {
		called = code;
		((void (*)(void))(uintptr_t)code)();
		ran = true;
	}
	called = NULL;
	return ran;
}

void os_code_refused(const void *address)
{
	if (called && address == called)
		siglongjmp(refused, 1);
}
