/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Calling Linux on 32-bit SPARC, from a program without a library.
 */
#ifndef MACHINE_H
#define MACHINE_H

enum {
	CALL_READ = 3,
	CALL_WRITE = 4,
	CALL_OPEN = 5,
	CALL_CLOSE = 6,
	CALL_LSEEK = 19,
	CALL_REBOOT = 55,
	CALL_MOUNT = 167,
};

/* Flags of open(): for writing; for reading and writing, and made if it is not there. */
#define OPEN_WRITE 1
#define OPEN_NEW 0x202

/* What is negative is an error; the kernel says so in the carry. */
static inline long machine_call(long number, long a, long b, long c, long d, long e)
{
	register long g1 __asm__("g1") = number;
	register long o0 __asm__("o0") = a;
	register long o1 __asm__("o1") = b;
	register long o2 __asm__("o2") = c;
	register long o3 __asm__("o3") = d;
	register long o4 __asm__("o4") = e;

	__asm__ volatile("ta 0x10\n\t"
			 "bcs,a 1f\n\t"
			 " sub %%g0, %%o0, %%o0\n"
			 "1:"
			 : "+r"(g1), "+r"(o0), "+r"(o1)
			 : "r"(o2), "r"(o3), "r"(o4)
			 : "g2", "g3", "g4", "g5", "o5", "o7", "cc", "memory");
	return o0;
}

void machine_main(void);

/* A frame with room for a window of registers. */
__asm__(".text\n\t"
	".globl machine_start\n"
	"machine_start:\n\t"
	"and %sp, -8, %sp\n\t"
	"sub %sp, 96, %sp\n\t"
	"call machine_main\n\t"
	" nop\n");

#endif
