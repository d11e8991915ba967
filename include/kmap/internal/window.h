/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the windows are, of the CPUs or of the tasks, and what keeps a task in its own. All
 * arithmetic on their slots and addresses is here; no other code compares addresses with them. Not for callers: to look
 * up an address, use kmap_where() in <kmap/address.h>.
 *
 * The windows lie one after the other, upwards from kmap_host_window_base(); slot 0
 * of window 0 comes first. Where KMAP_WINDOW is private they all lie there, one behind the
 * other: the page tables of the CPU that executes decide which one an address means.
 * The region is half-open:
 * [kmap_window_start(), kmap_window_end()). The page below it and the page at its
 * end are guards: the host never maps them.
 */
#ifndef KMAP_INTERNAL_WINDOW_H
#define KMAP_INTERNAL_WINDOW_H

#include <kmap/types.h>

#include "kmap_host.h"

KMAP_DECLARATIONS_BEGIN

static inline uintptr_t kmap_window_start(void)
{
	return kmap_host_window_base();
}

static inline uintptr_t kmap_window_end(void)
{
	return kmap_host_window_base() + KMAP_WINDOW_SIZE;
}

/**
 * kmap_window_slot_address() - the address of a slot
 * @number: of the window: that of its CPU, below KMAP_CPUS_MAX, or of its task, below
 *          KMAP_TASKS_MAX
 * @slot:   slot number, below KMAP_WINDOW_SLOTS
 *
 * Context: any. Return: virtual address of the first byte of the slot's page.
 */
static inline uintptr_t kmap_window_slot_address(unsigned int number, unsigned int slot)
{
	uintptr_t index = (uintptr_t)(KMAP_WINDOW_PRIVATE ? 0 : number) * KMAP_WINDOW_SLOTS + slot;

	return kmap_window_start() + (index << KMAP_ARCH_PAGE_SHIFT);
}

/**
 * kmap_window_index() - how many slots after a base an address lies
 * @base:    address of the slot to count from
 * @address: any address
 *
 * The inverse of kmap_window_slot_address(), for any byte of a slot's page. The
 * caller compares the result with the number of slots from @base on; an address
 * below @base gives a number above any of those.
 *
 * Context: any. Return: the index.
 */
static inline uintptr_t kmap_window_index(uintptr_t base, const void *address)
{
	return ((uintptr_t)address - base) >> KMAP_ARCH_PAGE_SHIFT;
}

/* The page of an address, as an unmap hands it to the hooks: any byte of it if they take that. */
static inline void *kmap_window_page(const void *address)
{
	return (void *)((uintptr_t)address &
			(KMAP_ARCH_UNMAPS_ANY_BYTE ? UINTPTR_MAX : ~(KMAP_PAGE_SIZE - 1)));
}

/* The number of the CPU that executes, or did a moment ago. */
#if KMAP_WINDOW_TASK

static inline unsigned int kmap_window_cpu(void)
{
	return kmap_host_cpu_number();
}

#else

static inline unsigned int kmap_window_cpu(void)
{
	return kmap_host_window()->number;
}

#endif

/*
 * The address of slot 0 of @window; and slot @nr of it, which is in @room where it is not
 * kept. Where KMAP_WINDOW is private both are the same on all CPUs, whichever @window is
 * looked at: what a task does with them, it does to the CPU where it is when it does it.
 */
#if KMAP_WINDOW_PRIVATE

static inline uintptr_t kmap_window_base(const struct kmap_window *window)
{
	(void)window;
	return kmap_window_start();
}

static inline const struct kmap_slot *kmap_window_slot(const struct kmap_window *window,
						       uintptr_t nr, struct kmap_slot *room)
{
	room->address = window->address[nr];
	room->pte = kmap_host_private_pte((unsigned int)nr);
	return room;
}

/* The same slot by @address, of any byte of its page, where the caller has that. */
static inline const struct kmap_slot *kmap_window_slot_of(const struct kmap_window *window,
							  uintptr_t nr, const void *address,
							  struct kmap_slot *room)
{
	(void)window;
	room->address = kmap_window_page(address);
	room->pte = kmap_host_private_pte((unsigned int)nr);
	return room;
}

#elif KMAP_WINDOW_TASK

static inline uintptr_t kmap_window_base(const struct kmap_window *window)
{
	return window->base;
}

static inline const struct kmap_slot *kmap_window_slot(const struct kmap_window *window,
						       uintptr_t nr, struct kmap_slot *room)
{
	room->address = window->address[nr];
	room->pte = window->ptes + nr;
	return room;
}

/* The same slot by @address, of any byte of its page, where the caller has that. */
static inline const struct kmap_slot *kmap_window_slot_of(const struct kmap_window *window,
							  uintptr_t nr, const void *address,
							  struct kmap_slot *room)
{
	room->address = kmap_window_page(address);
	room->pte = window->ptes + nr;
	return room;
}

#else

static inline uintptr_t kmap_window_base(const struct kmap_window *window)
{
	return window->base;
}

static inline const struct kmap_slot *kmap_window_slot(const struct kmap_window *window,
						       uintptr_t nr, struct kmap_slot *room)
{
	(void)room;
	return &window->slot[nr];
}

static inline const struct kmap_slot *kmap_window_slot_of(const struct kmap_window *window,
							  uintptr_t nr, const void *address,
							  struct kmap_slot *room)
{
	room->address = kmap_window_page(address);
	room->pte = window->slot[nr].pte;
	return room;
}

#endif

#if KMAP_WINDOW_CPU

/* The current task stays on its CPU. */
static inline void kmap_pin(void)
{
	kmap_host_migrate_disable();
}

static inline void kmap_unpin(void)
{
	kmap_host_migrate_enable();
}

#else

/* Nothing is pinned; docs/proof.md says why not. */
static inline void kmap_pin(void)
{
}

static inline void kmap_unpin(void)
{
}

#endif

/*
 * The number of the lowest bit that is set in @mask, in which there is one. A port whose processor
 * has no instruction for that, so that the compiler would call its library, defines
 * KMAP_ARCH_LOWEST and this function.
 */
#ifndef KMAP_ARCH_LOWEST

static inline unsigned int kmap_arch_lowest(uint32_t mask)
{
	return (unsigned int)__builtin_ctz(mask);
}

#endif

/*
 * What a processor may do with a mask in one instruction where a compiler emits two or
 * three: such a port defines KMAP_ARCH_MASKS and these functions.
 */
#ifndef KMAP_ARCH_MASKS

/* Whether a bit is set in @mask; then @nr becomes the number of the lowest one. */
static inline bool kmap_arch_mask_lowest(uint32_t mask, unsigned int *nr)
{
	if (!mask)
		return false;
	*nr = kmap_arch_lowest(mask);
	return true;
}

/* @mask without its lowest bit, which is @nr. */
static inline uint32_t kmap_arch_mask_rest(uint32_t mask, unsigned int nr)
{
	(void)nr;
	return mask & (mask - 1);
}

/* Turn bit @nr of @mask over; whether it was set. */
static inline bool kmap_arch_mask_turn(uint32_t *mask, unsigned int nr)
{
	bool was_set = *mask >> nr & 1;

	*mask ^= (uint32_t)1 << nr;
	return was_set;
}

#endif

KMAP_DECLARATIONS_END

#endif
