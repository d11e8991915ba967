/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The choice of no-execute, where PTEs have a bit for it: with PAE and in long mode.
 */
#ifndef KMAP_X86_NO_EXECUTE_H
#define KMAP_X86_NO_EXECUTE_H

/*
 * 1: mappings are not executable, except with KMAP_PROT_EXECUTABLE. Requires a
 * processor with NX (CPUID 0x80000001, bit 20 of edx), and bit 11 of EFER set on
 * every CPU before its first mapping; otherwise each access through a mapping faults
 * on a reserved bit. 0: for processors without NX; everything is executable. Chosen at
 * compile time: a constant takes one instruction in map, but a mask that is zero on old
 * processors would be loaded from memory.
 */
#ifndef KMAP_X86_NO_EXECUTE
#define KMAP_X86_NO_EXECUTE 1
#endif
KMAP_STATIC_ASSERT(KMAP_X86_NO_EXECUTE == 0 || KMAP_X86_NO_EXECUTE == 1,
		   "KMAP_X86_NO_EXECUTE must be 0 or 1");

#endif
