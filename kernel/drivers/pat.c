/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page attribute table (Intel SDM volume 3, 12.12): eight memory types,
 * selected by three bits of a PTE.
 */
#include "io.h"
#include "x86.h"

#define MSR_PAT 0x277u
#define WRITE_COMBINING 1u

/* What KMAP_PROT_WRITE_COMBINED selects; at reset this entry is write-through. */
#define ENTRY 1u

/*
 * No mapping uses the entry yet, so neither the caches nor the TLB need a flush.
 */
void pat_init(void)
{
	uint64_t others = read_msr(MSR_PAT) & ~((uint64_t)0xff << 8 * ENTRY);

	write_msr(MSR_PAT, others | (uint64_t)WRITE_COMBINING << 8 * ENTRY);
}
