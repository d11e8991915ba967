/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions on a processor whose ways 5 and 6 map nothing for good: after a reset way 6
 * maps all addresses to themselves, with entries of 512 MiB (an MMU of version 3). They get what
 * other processors have there. Linked at the physical addresses where it begins.
 */
#include "layout.h"

	.macro	map page, way, frame
	movi	a4, \page + \way
	movi	a5, \frame
	wdtlb	a5, a4
	witlb	a5, a4
	.endm

	.macro	unmap register
	idtlb	\register
	iitlb	\register
	.endm

	.section .boot, "ax"
	.literal_position
	/* From the loader: a2 points to its parameters. */
	.globl	boot_identity
	.align	4
boot_identity:
	movi	a4, FIXED_BASE / IDENTITY_BYTES * IDENTITY_BYTES + WAY_OF_DEVICES
	unmap	a4
	map	FIXED_BASE, WAY_OF_RAM, FRAME_CACHED
	map	BYPASS_BASE, WAY_OF_RAM, FRAME_BYPASS
	isync				/* the new place is fetched from as it is mapped now */
	movi	a4, FIXED_BASE + 1f
	jx	a4

	/* From here on at the kernel's addresses. An address with the number of a way names an entry. */
1:	movi	a4, WAY_OF_DEVICES
	movi	a5, IDENTITY_BYTES
2:	unmap	a4
	add	a4, a4, a5
	bgeu	a4, a5, 2b		/* until it is around */
	isync				/* no entry is in use whose size changes */
	movi	a4, DEVICES_OF_256_MIB
	WRITE_SPECIAL(4, SR_ITLBCFG)
	WRITE_SPECIAL(4, SR_DTLBCFG)
	dsync
	isync				/* entries are written in the new size */
	map	DEVICES_CACHED_BASE, WAY_OF_DEVICES, DEVICES_PHYSICAL + FRAME_CACHED
	map	DEVICES_BASE, WAY_OF_DEVICES, DEVICES_PHYSICAL + FRAME_BYPASS
	dsync				/* loads and stores that follow are translated so */
	movi	a4, boot_entry
	jx	a4

	.section .note.GNU-stack, "", %progbits
