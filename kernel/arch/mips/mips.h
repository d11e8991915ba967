/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for MIPS.
 */
#ifndef MIPS_MIPS_H
#define MIPS_MIPS_H

#include <stdint.h>

struct task;

/* Send CPU @number the interrupt that looks for all that other CPUs may have asked for. */
void ipi_send(unsigned int number);

/* Take the request of that interrupt back, before the look. */
void ipi_clear(void);

/* Find RAM, file and command line, and start the kernel. */
_Noreturn void loader_boot(char *const *arguments, char *const *environment);

/* The boot CPU comes here, with the words of the loader. */
_Noreturn void boot_main(char *const *arguments, char *const *environment);
/* Every other CPU comes here, on the stack of its idle task. */
_Noreturn void ap_main(struct task *idle);

struct trap_frame;
void trap_dispatch(struct trap_frame *frame);

#endif
