/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SIMCALL, and the end of the run by it. Numbers and flags are as in QEMU's
 * target/xtensa/xtensa-semi.c, which hands the flags on to the host's open().
 */
#include "simcall.h"

#include <stdint.h>

#include "arch.h"
#include "exit_status.h"
#include "machine.h"

enum simcall { CALL_EXIT = 1, CALL_WRITE = 4, CALL_OPEN = 5, CALL_CLOSE = 6 };

/* For writing, created, emptied: as Linux numbers it. */
#define OPEN_FLAGS 01101u
#define OPEN_MODE 0644u

static int simcall(enum simcall number, uint32_t first, uint32_t second, uint32_t third)
{
	register uint32_t a2 __asm__("a2") = number;
	register uint32_t a3 __asm__("a3") = first;
	register uint32_t a4 __asm__("a4") = second;
	register uint32_t a5 __asm__("a5") = third;

	__asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
	return (int)a2;
}

int simcall_create(const char *path)
{
	return simcall(CALL_OPEN, (uint32_t)path, OPEN_FLAGS, OPEN_MODE);
}

int simcall_write(int file, const void *bytes, size_t count)
{
	return simcall(CALL_WRITE, (uint32_t)file, (uint32_t)bytes, count);
}

void simcall_close(int file)
{
	simcall(CALL_CLOSE, (uint32_t)file, 0, 0);
}

void machine_exit(bool ok)
{
	irq_disable();
	simcall(CALL_EXIT, ok ? EXIT_OK : EXIT_FAILED, 0, 0);
	machine_halt();
}
