/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where a PC has its devices. For assembly and C.
 */
#ifndef X86_PC_H
#define X86_PC_H

#include "uart_16550.h"

/* The local APIC takes one page. */
#define APIC_PHYSICAL 0xfee00000

/* Where a CPU begins after its start-up IPI: a page below 1 MiB. */
#define TRAMPOLINE_PHYSICAL 0x8000

/* QEMU's isa-debug-exit: the exit status is twice the value plus one. */
#define EXIT_PORT 0xf4
#define EXIT_OK 0x10
#define EXIT_FAILED 0x11

#endif
