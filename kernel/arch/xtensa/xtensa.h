/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for Xtensa.
 */
#ifndef XTENSA_XTENSA_H
#define XTENSA_XTENSA_H

#include <stdbool.h>
#include <stdint.h>

#include "layout.h"

struct task;

/* Interrupts, by their bits in INTERRUPT and INTENABLE; all are of level 1. */
#define INTERRUPT_CPU 0x001u
#define INTERRUPT_TIMER 0x040u
/* The second timer, of processors that may have several CPUs: it ends the wait in cpu_relax(). */
#define INTERRUPT_RELAX 0x100u

/* Nanoseconds of a cycle. */
extern uint32_t cycle_ns;

/* Whether an access to @address looks in the TLB. */
static inline bool tlb_is_for(uint32_t address)
{
	return address < FIXED_BASE;
}

/* Take the interrupt that other CPUs send, before the look at what they ask for. */
void ipi_clear(void);

/* The interrupt that ends the wait in cpu_relax() is here. */
void relax_end(void);

/* Find RAM, file and command line, and start the kernel. */
_Noreturn void loader_boot(const void *parameters);

/* The boot CPU comes here, with what the loader passes. */
_Noreturn void boot_main(const void *parameters);
/* Every other CPU comes here, on the stack of its idle task. */
_Noreturn void ap_main(struct task *idle);

struct trap_frame;
void trap_dispatch(struct trap_frame *frame);

#endif
