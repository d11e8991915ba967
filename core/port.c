/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The types of all hooks, for the compiler to check: each exists and has exactly this
 * type. There is no code here.
 */
#include <kmap/kmap.h>

/* By way of a constant: of a hook that is missing it is 0, where an expression would be an error more. */
#define HOOK(name, result, ...)                                                                    \
	enum {                                                                                     \
		name##_fits =                                                                      \
			__builtin_types_compatible_p(__typeof__(&name), result (*)(__VA_ARGS__))   \
	};                                                                                         \
	KMAP_STATIC_ASSERT(name##_fits, #name ": see its contract in arch/template")

HOOK(kmap_arch_pte_make, struct kmap_pte, unsigned long, kmap_prot_t);
HOOK(kmap_arch_pte_none, struct kmap_pte, void);
HOOK(kmap_arch_pte_is_none, bool, struct kmap_pte);
HOOK(kmap_arch_pte_pfn, unsigned long, struct kmap_pte);
HOOK(kmap_arch_store, void, uint32_t *, uint32_t);
HOOK(kmap_arch_saved_write, void, struct kmap_pte *, struct kmap_pte);
HOOK(kmap_arch_saved_erase, void, struct kmap_pte *);
HOOK(kmap_arch_pte_set, void, struct kmap_pte *, void *, struct kmap_pte);
HOOK(kmap_arch_pte_clear, void, struct kmap_pte *, void *);
HOOK(kmap_arch_tlb_invalidate_local, void, void *);
HOOK(kmap_arch_tlb_invalidate_local_range, void, void *, unsigned int);
HOOK(kmap_arch_page_copy, void, void *, const void *);
HOOK(kmap_arch_page_clear, void, void *);
HOOK(kmap_arch_count, void, uint32_t *);
HOOK(kmap_arch_colour, unsigned int, unsigned long);
HOOK(kmap_arch_cache_retire, void, void *);
HOOK(kmap_arch_cache_flush, void, const void *);

HOOK(kmap_host_ctrl, struct kmap_ctrl *, void);
HOOK(kmap_host_window, struct kmap_window *, void);
HOOK(kmap_host_page_to_pfn, unsigned long, const kmap_page_t *);
HOOK(kmap_host_pfn_to_page, kmap_page_t *, unsigned long);
HOOK(kmap_host_direct_page, kmap_page_t *, const void *);
HOOK(kmap_host_pfn_is_direct, bool, unsigned long);
HOOK(kmap_host_direct_address, void *, unsigned long);
HOOK(kmap_host_address_is_direct, bool, const void *);
HOOK(kmap_host_window_base, uintptr_t, void);
HOOK(kmap_host_window_pte, struct kmap_pte *, uintptr_t);
HOOK(kmap_arch_shared_load, uint32_t, const uint32_t *);
HOOK(kmap_arch_shared_store, void, uint32_t *, uint32_t);
HOOK(kmap_arch_shared_swap, bool, uint32_t *, uint32_t, uint32_t);
HOOK(kmap_host_bug, void, const struct kmap_report *);

#if KMAP_WINDOW_CPU
HOOK(kmap_host_migrate_disable, void, void);
HOOK(kmap_host_migrate_enable, void, void);
#elif KMAP_WINDOW_PRIVATE
HOOK(kmap_host_private_pte, struct kmap_pte *, unsigned int);
#else
HOOK(kmap_host_cpu_number, unsigned int, void);
HOOK(kmap_host_ctrl_window, struct kmap_window *, const struct kmap_ctrl *);
#endif

#if KMAP_DEBUG
HOOK(kmap_host_now, uint64_t, void);
HOOK(kmap_host_pfn_exists, bool, unsigned long);
HOOK(kmap_host_context, unsigned int, void);
HOOK(kmap_host_page_holders, uint32_t *, const kmap_page_t *);
#endif

#if KMAP_ATOMIC
HOOK(kmap_host_preempt_disable, void, void);
HOOK(kmap_host_preempt_enable, void, void);
HOOK(kmap_host_pagefault_disable, void, void);
HOOK(kmap_host_pagefault_enable, void, void);
#endif

#if KMAP_PERSISTENT || KMAP_IO
HOOK(kmap_host_shared_lock, void, void);
HOOK(kmap_host_shared_unlock, void, void);
HOOK(kmap_host_flush_all, void, uintptr_t, uintptr_t);
#endif

#if KMAP_PERSISTENT
HOOK(kmap_host_persistent_base, uintptr_t, void);
HOOK(kmap_host_page_word, uint32_t *, const kmap_page_t *);
HOOK(kmap_host_wait_prepare, void, void);
HOOK(kmap_host_wait_sleep, bool, bool);
HOOK(kmap_host_wait_finish, void, void);
HOOK(kmap_host_wake_all, void, void);
#endif

#if KMAP_IO
HOOK(kmap_host_io_base, uintptr_t, void);
#endif

KMAP_STATIC_ASSERT(KMAP_ARCH_COLOURS >= 1 && !(KMAP_ARCH_COLOURS & (KMAP_ARCH_COLOURS - 1)),
		   "KMAP_ARCH_COLOURS must be a power of two");
KMAP_ASSERT_DEPTH(1);
/* Both pages that are copied may have one colour. */
KMAP_ASSERT_DEPTH(KMAP_HELPERS &&KMAP_ARCH_COLOURS > 1 ? 2 : 1);
#if KMAP_PERSISTENT
KMAP_STATIC_ASSERT(KMAP_PERSISTENT_PAGES >= KMAP_ARCH_COLOURS,
		   "KMAP_PERSISTENT_PAGES must be at least KMAP_ARCH_COLOURS: a page of any colour "
		   "needs a slot");
#endif
KMAP_STATIC_ASSERT(KMAP_ARCH_REUSES_PERSISTENT == 0 || KMAP_ARCH_REUSES_PERSISTENT == 1,
		   "KMAP_ARCH_REUSES_PERSISTENT must be 0 or 1");
KMAP_STATIC_ASSERT(KMAP_ARCH_CACHE_RETIRES == 0 || KMAP_ARCH_CACHE_RETIRES == 1,
		   "KMAP_ARCH_CACHE_RETIRES must be 0 or 1");

/* Attributes can be compared. */
KMAP_STATIC_ASSERT(KMAP_PROT_DEFAULT != KMAP_PROT_READ_ONLY, "KMAP_PROT_READ_ONLY forbids writing");
KMAP_STATIC_ASSERT(KMAP_PROT_UNCACHED != KMAP_PROT_READ_ONLY, "KMAP_PROT_UNCACHED allows writing");
KMAP_STATIC_ASSERT(KMAP_PROT_WRITE_COMBINED != KMAP_PROT_READ_ONLY,
		   "KMAP_PROT_WRITE_COMBINED allows writing");
KMAP_STATIC_ASSERT(KMAP_PROT_EXECUTABLE != KMAP_PROT_READ_ONLY,
		   "KMAP_PROT_EXECUTABLE allows writing");
