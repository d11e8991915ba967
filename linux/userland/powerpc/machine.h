/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Calling Linux on 32-bit PowerPC, from a program without a library.
 */
#ifndef MACHINE_H
#define MACHINE_H

enum {
	CALL_READ = 3,
	CALL_WRITE = 4,
	CALL_OPEN = 5,
	CALL_CLOSE = 6,
	CALL_LSEEK = 19,
	CALL_MOUNT = 21,
	CALL_REBOOT = 88,
};

/* Flags of open(): for writing; for reading and writing, and made if it is not there. */
#define OPEN_WRITE 1
#define OPEN_NEW 0x42

/* What is negative is an error; the kernel says so in the "summary overflow" of cr0. */
static inline long machine_call(long number, long a, long b, long c, long d, long e)
{
	register long r0 __asm__("r0") = number;
	register long r3 __asm__("r3") = a;
	register long r4 __asm__("r4") = b;
	register long r5 __asm__("r5") = c;
	register long r6 __asm__("r6") = d;
	register long r7 __asm__("r7") = e;

	__asm__ volatile("sc\n\t"
			 "bns+ 1f\n\t"
			 "neg 3, 3\n"
			 "1:"
			 : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7)
			 :
			 : "r8", "r9", "r10", "r11", "r12", "cr0", "ctr", "xer", "memory");
	return r3;
}

void machine_main(void);

/* A frame above ours: the callee saves its link register there. */
__asm__(".text\n\t"
	".globl machine_start\n"
	"machine_start:\n\t"
	"li 0, 0\n\t"
	"stwu 0, -32(1)\n\t"
	"bl machine_main\n");

#endif
