/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the libc half.
 */
#ifndef UM_OS_PRIVATE_H
#define UM_OS_PRIVATE_H

/* Install the handlers of interrupts and mask them on this thread, the main one. */
void os_signals_setup(void);

/* The file descriptor of RAM. */
int os_ram_file(void);

/* Install the handlers of processor exceptions. */
void os_faults_setup(void);

/* Called by the page fault handler: returns to os_code_call() if that called @address. */
void os_code_refused(const void *address);

#endif
