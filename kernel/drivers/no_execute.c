/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * NX, the top bit of a PTE (Intel SDM volume 3, 4.6). The bit is reserved, and faults,
 * unless the processor has NX and it is enabled. Also what the self-tests need to check it.
 */
#include <kmap/types.h>

#include "io.h"
#include "machine.h"
#include "print.h"
#include "x86.h"

#define MSR_EFER 0xc0000080u
#define EFER_NO_EXECUTE 0x800u

#define LEAF_LAST 0x80000000u
#define LEAF_FEATURES 0x80000001u
#define FEATURE_NO_EXECUTE 0x100000u

#define RETURN_INSTRUCTION 0xc3

static bool has_no_execute(void)
{
	return cpuid(LEAF_LAST).eax >= LEAF_FEATURES &&
	       (cpuid(LEAF_FEATURES).edx & FEATURE_NO_EXECUTE);
}

void no_execute_init(void)
{
	if (!KMAP_X86_NO_EXECUTE)
		return;
	if (!has_no_execute())
		panic("this processor has no NX; a kernel built with "
		      "EXTRA_CFLAGS=-DKMAP_X86_NO_EXECUTE=0 runs on it");
	write_msr(MSR_EFER, read_msr(MSR_EFER) | EFER_NO_EXECUTE);
}

bool machine_can_forbid_execution(void)
{
	return KMAP_X86_NO_EXECUTE;
}

void machine_code_write(void *to)
{
	*(volatile uint8_t *)to = RETURN_INSTRUCTION;
}
