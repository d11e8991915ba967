/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The boot PROM: every CPU begins here, in boot mode, in which instructions come from the PROM and
 * data from physical addresses. QEMU has put the kernel into RAM already. The instruction that ends
 * boot mode is the last one that comes from here.
 */
#include "layout.h"

	.section .text
	.globl	prom_entry
prom_entry:
	set	BOOT_PHYSICAL, %g1
	jmp	%g1
	 sta	%g0, [%g0] ASI_MMU

	.section .note.GNU-stack, "", @progbits
