/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Layout of the structures that the core, compiled as C, shares with a kernel in C++:
 * sizes and offsets, compiled in both languages and compared.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stddef.h>

#include <kmap/kmap.h>

/* S: size of a type; M: offset of a member. */
#if KMAP_WINDOW_TASK
#define LAYOUT_TASK(M)                                                                             \
	M(struct kmap_ctrl, cpu)                                                                   \
	M(struct kmap_window, ptes)                                                                \
	M(struct kmap_window, touched)
#else
#define LAYOUT_TASK(M)
#endif

#define LAYOUT(S, M)                                                                               \
	S(struct kmap_pte)                                                                         \
	S(kmap_prot_t)                                                                             \
	S(struct kmap_note)                                                                        \
	M(struct kmap_note, unmapper)                                                              \
	M(struct kmap_note, when)                                                                  \
	M(struct kmap_note, context)                                                               \
	M(struct kmap_note, pages)                                                                 \
	S(struct kmap_ctrl)                                                                        \
	M(struct kmap_ctrl, used)                                                                  \
	M(struct kmap_ctrl, joined)                                                                \
	M(struct kmap_ctrl, single_end)                                                            \
	M(struct kmap_ctrl, pteval)                                                                \
	M(struct kmap_ctrl, atomic)                                                                \
	M(struct kmap_ctrl, note)                                                                  \
	S(struct kmap_slot)                                                                        \
	M(struct kmap_slot, pte)                                                                   \
	S(struct kmap_counters)                                                                    \
	S(struct kmap_window)                                                                      \
	M(struct kmap_window, base)                                                                \
	M(struct kmap_window, slot)                                                                \
	M(struct kmap_window, number)                                                              \
	M(struct kmap_window, counters)                                                            \
	LAYOUT_TASK(M)                                                                             \
	S(struct kmap_where)                                                                       \
	M(struct kmap_where, window)                                                               \
	M(struct kmap_where, slot)                                                                 \
	S(enum kmap_bug)                                                                           \
	S(struct kmap_report)                                                                      \
	M(struct kmap_report, kind)                                                                \
	M(struct kmap_report, value)                                                               \
	M(struct kmap_report, ctrl)                                                                \
	M(struct kmap_report, window)                                                              \
	M(struct kmap_report, caller)                                                              \
	M(struct kmap_report, note)                                                                \
	S(struct kmap_description)                                                                 \
	M(struct kmap_description, address)                                                        \
	M(struct kmap_description, note)                                                           \
	S(struct kmap_stat)                                                                        \
	S(struct kmap_persistent_slot)                                                             \
	M(struct kmap_persistent_slot, page)                                                       \
	S(struct kmap_persistent_stat)                                                             \
	S(enum kmap_persistent_policy)                                                             \
	S(struct io_mapping)                                                                       \
	M(struct io_mapping, pages)                                                                \
	M(struct io_mapping, prot)                                                                 \
	M(struct io_mapping, held)

#define LAYOUT_SIZE(type) sizeof(type),
#define LAYOUT_PLACE(type, member) offsetof(type, member),
#define LAYOUT_NUMBERS LAYOUT(LAYOUT_SIZE, LAYOUT_PLACE)

KMAP_DECLARATIONS_BEGIN

/* The numbers in C. */
extern const size_t layout_in_c[];
extern const size_t layout_in_c_count;

KMAP_DECLARATIONS_END

#endif
