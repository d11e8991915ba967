/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Names of the general registers, for assembly.
 */
#ifndef MIPS_NAMES_H
#define MIPS_NAMES_H

#define zero $0
#define v0 $2
#define a0 $4
#define a1 $5
#define a2 $6
#define t0 $8
#define t1 $9
#define t2 $10
#define t3 $11
#define t4 $12
#define t5 $13
#define t9 $25
#define k0 $26
#define k1 $27
#define gp $28
#define sp $29
#define fp $30
#define ra $31

#endif
