/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Included before a test with link-time optimisation: puts the code of the test between the
 * symbols that a section unit_text would have. GCC can keep functions and toplevel assembly
 * in order; Clang can put functions into a section.
 */
#ifndef UNIT_LTO_H
#define UNIT_LTO_H

#ifdef __clang__
#pragma clang section text = "unit_text"
#else
__asm__(".pushsection .text\n.globl __start_unit_text\n__start_unit_text:\n.popsection");
#define UNIT_END                                                                                   \
	__asm__(".pushsection .text\n.globl __stop_unit_text\n__stop_unit_text:\n.popsection");
#endif

#endif
