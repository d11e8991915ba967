/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine for PowerPC.
 */
#ifndef POWERPC_POWERPC_H
#define POWERPC_POWERPC_H

#include <stdint.h>

struct task;
struct trap_frame;

/* The boot CPU comes here; @tree is the physical address of the device tree. */
_Noreturn void boot_main(uintptr_t tree);
/* Every other CPU comes here, on the stack of its idle task. */
_Noreturn void ap_main(struct task *idle);

void trap_dispatch(struct trap_frame *frame);

/* Each CPU, at boot: no interrupt until one is set. */
void timer_init(void);

/* Take the timer interrupt back. */
void timer_stop(void);

#endif
