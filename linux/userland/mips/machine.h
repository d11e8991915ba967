/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Calling Linux on 32-bit MIPS (o32), from a program without a library.
 */
#ifndef MACHINE_H
#define MACHINE_H

enum {
	CALL_READ = 4003,
	CALL_WRITE = 4004,
	CALL_OPEN = 4005,
	CALL_CLOSE = 4006,
	CALL_LSEEK = 4019,
	CALL_MOUNT = 4021,
	CALL_REBOOT = 4088,
};

/* Flags of open(): for writing; for reading and writing, and made if it is not there. */
#define OPEN_WRITE 1
#define OPEN_NEW 0x102

/*
 * The fifth argument goes on the stack, behind room for four. What is negative is an error;
 * the kernel says so in the register of the fourth.
 */
static inline long machine_call(long number, long a, long b, long c, long d, long e)
{
	register long v0 __asm__("$2") = number;
	register long a0 __asm__("$4") = a;
	register long a1 __asm__("$5") = b;
	register long a2 __asm__("$6") = c;
	register long a3 __asm__("$7") = d;

	__asm__ volatile(".set push\n\t"
			 ".set noreorder\n\t"
			 "addiu $29, $29, -32\n\t"
			 "sw %[e], 16($29)\n\t"
			 "syscall\n\t"
			 "addiu $29, $29, 32\n\t"
			 ".set pop"
			 : "+r"(v0), "+r"(a3)
			 : "r"(a0), "r"(a1), "r"(a2), [e] "r"(e)
			 : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24",
			   "$25", "hi", "lo", "memory");
	return a3 ? -v0 : v0;
}

void machine_main(void);

__asm__(".text\n\t"
	".globl machine_start\n"
	"machine_start:\n\t"
	".set push\n\t"
	".set noreorder\n\t"
	"addiu $29, $29, -32\n\t"
	"jal machine_main\n\t"
	"nop\n\t"
	".set pop\n");

#endif
