/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Registers of the MMU, and interfaces between the files of the machine for SPARC.
 */
#ifndef SPARC_SPARC_H
#define SPARC_SPARC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout.h"

struct task;
struct trap_frame;

static inline uint32_t mmu_read(uint32_t number)
{
	uint32_t value;

	__asm__ volatile("lda [%1] %2, %0" : "=r"(value) : "r"(number), "i"(ASI_MMU) : "memory");
	return value;
}

/* The idle task of the CPU that starts. */
extern struct task *starting_task;

/* Take the timer interrupt of this CPU back. */
void timer_stop(void);
/* Start the clock. Boot CPU, once. */
void timer_init(void);

/* Let interrupts of devices through: they come to the boot CPU. Boot CPU, once. */
void interrupts_init(void);
/* Raise the interrupt of a level on CPU @number, which sees what this one has stored before. */
void interrupt_raise(unsigned int number, unsigned int level);
/* Whether one of this CPU is raised and not cleared. */
bool interrupt_is_pending(unsigned int level);
/* Take one of this CPU back. */
void interrupt_clear(unsigned int level);

/* What the loader has put into RAM: the bytes of RAM, and those of the file. */
uint64_t config_ram_bytes(void);
size_t config_file_bytes(void);
/* Bits of a pixel, if there is a display. */
uint32_t config_display_depth(void);

/* The boot CPU comes here. */
_Noreturn void boot_main(void);
/* Every other CPU comes here. */
_Noreturn void processor_main(void);

void trap_dispatch(struct trap_frame *frame);

#endif
