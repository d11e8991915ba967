/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How the pieces beside this file store a word of a PTE: in one step, in program
 * order. A simulated machine that must notice each store defines KMAP_PTE_STORE()
 * itself. (It is a macro because the compiler makes shorter code of a member of a
 * structure than of a pointer to one.) For ports. Not for callers.
 */
#ifndef KMAP_PORT_PTE_STORE_H
#define KMAP_PORT_PTE_STORE_H

#ifndef KMAP_PTE_STORE
#define KMAP_PTE_STORE(pte, member, value) (((volatile struct kmap_pte *)(pte))->member = (value))
#endif

#endif
