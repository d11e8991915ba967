/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Between the parts of the libc half.
 */
#ifndef UM_OS_PRIVATE_H
#define UM_OS_PRIVATE_H

/* Install the handlers of interrupts and mask them on this thread, the main one. */
void os_signals_setup(void);

/* The file that is RAM. */
int os_ram_file(void);

/* Install the handlers of processor exceptions. */
void os_faults_setup(void);

/* From the handler of page faults: goes on in os_code_call() if that called @address. */
void os_code_refused(const void *address);

#endif
