/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Control and status registers, and interfaces between the files of the RISC-V machine.
 */
#ifndef RISCV_SYSTEM_H
#define RISCV_SYSTEM_H

#include <stdint.h>

#include "layout.h"

struct task;
struct trap_frame;

#define CSR_READ(name)                                                                             \
	({                                                                                         \
		unsigned long value_;                                                              \
		__asm__ volatile("csrr %0, " #name : "=r"(value_) : : "memory");                   \
		value_;                                                                            \
	})
#define CSR_WRITE(name, value)                                                                     \
	__asm__ volatile("csrw " #name ", %0" : : "r"((unsigned long)(value)) : "memory")

/* A counter of 64 bits, which takes two registers of 32. */
#if REGISTER_BYTES == 8
#define COUNTER_READ(name) ((uint64_t)CSR_READ(name))
#else
#define COUNTER_READ(name)                                                                         \
	({                                                                                         \
		uint32_t high_, low_;                                                              \
		do {                                                                               \
			high_ = CSR_READ(name##h);                                                 \
			low_ = CSR_READ(name);                                                     \
		} while (high_ != CSR_READ(name##h));                                              \
		(uint64_t) high_ << 32 | low_;                                                     \
	})
#endif

/**
 * struct hart - what boot.S has for each hart; at HART_COMPARE and so on, in words
 * @saved:    registers, while it is in machine mode
 * @compare:  physical address of its timer's comparator
 * @software: physical address of the word that raises its software interrupt
 * @pending:  PENDING_...: interrupts for the kernel; changed by every hart
 * @idle:     not zero: it may start, with this task
 * @satp:     with these page tables
 */
struct hart {
	unsigned long saved[3];
	unsigned long compare, software;
	uint32_t pending __attribute__((aligned(sizeof(long))));
	const struct task *idle;
	unsigned long satp;
};

_Static_assert(sizeof(struct hart) == sizeof(long) << HART_WORDS_SHIFT,
	       "boot.S must use this size");

extern struct hart harts[HARTS];

/* What names the page tables of CPU @number, for its register satp. */
uintptr_t tables_satp(unsigned int number);

/* The boot CPU comes here; @tree is the physical address of the device tree. */
_Noreturn void boot_main(uintptr_t tree);
/* Every other CPU comes here. */
_Noreturn void processor_main(void);

void trap_dispatch(struct trap_frame *frame);

#endif
