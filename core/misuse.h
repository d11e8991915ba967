/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How the parts of the core report misuse.
 */
#ifndef KMAP_CORE_MISUSE_H
#define KMAP_CORE_MISUSE_H

#include <kmap/kmap.h>

/* The caller of the current function, which is marked KMAP_NAMES_CALLER. */
#define KMAP_CALLER ((uintptr_t)__builtin_return_address(0))

/*
 * The current task holds (or held) @used and should not hold @culprits, which is not
 * empty. @note is that of the lowest one, @caller the code to name.
 */
void kmap_misuse_held(enum kmap_bug bug, uint32_t used, uint32_t culprits,
		      const struct kmap_note *note, uintptr_t caller);

/* About the current task and a slot of its window. */
void kmap_misuse_slot(enum kmap_bug bug, uint32_t slot, uintptr_t address, uintptr_t caller);

/* About a task, which need not be the current one, and a slot of window @number, which need not be this one. */
void kmap_misuse_elsewhere(enum kmap_bug bug, const struct kmap_ctrl *ctrl, unsigned int number,
			   uint32_t slot, uintptr_t caller);

/* About the current task and no slot: @value, of @kind, is wrong. */
void kmap_misuse_value(enum kmap_bug bug, enum kmap_value kind, uint64_t value, uintptr_t caller);

/* An address that the current task cannot unmap: finds out why. */
void kmap_misuse_unmap(const void *address, uintptr_t caller);

/* These return NULL, for the caller to return. */
void *kmap_misuse_exhausted(unsigned long pfn, uintptr_t caller);
void *kmap_misuse_pages(enum kmap_bug bug, size_t count, uintptr_t caller);

#endif
