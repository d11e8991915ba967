/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Code that is written into memory and run there, or refused by the host: for
 * the self-tests. Any processor: the compiler makes the code.
 */
#include <setjmp.h>
#include <string.h>

#include "os.h"
#include "private.h"

#define CODE_BYTES 64

/* More bytes of it than there are do no harm: what follows is code, too, and is not reached. */
static __attribute__((noinline, aligned(CODE_BYTES))) void nothing(void)
{
	__asm__ volatile("");
}

/* What this thread calls just now, or NULL, and where it goes on if the host refuses. */
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
