/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window: its PTEs, its entries in each CPU's TLB, the lock, and waiting.
 * Tests decide what happens while a task sleeps.
 */
#ifndef FAKE_PERSISTENT_H
#define FAKE_PERSISTENT_H

#include <stdbool.h>
#include <stdint.h>

struct kmap_pte;

/* The address of the persistent window; and the one that the host tells the core. */
#define FAKE_PERSISTENT_BASE ((uintptr_t)0x600000000000)
extern uintptr_t fake_persistent_base;

/* The number of flushes on all CPUs, and of pages in the last one. */
extern unsigned int fake_persistent_flushes;
extern unsigned int fake_persistent_flushed_pages;
/* Called instead of sleeping; returns whether the wait is interrupted. NULL: a sleep fails. */
extern bool (*fake_persistent_sleep)(bool interruptible);
/* The number of wake-ups; whether there was one since the last prepare. */
extern unsigned int fake_persistent_wakes;
extern bool fake_persistent_woken;
/* The lock is held; a task is between prepare and finish. */
extern bool fake_shared_locked;
extern bool fake_persistent_waiting;

/* Reset: no PTE, TLBs empty, the words of all pages zero; then kmap_persistent_init(). */
void fake_persistent_reset(void);

bool fake_persistent_contains(uintptr_t address);
/* The PTE of an address in the persistent window; fails the test for any other address. */
struct kmap_pte *fake_persistent_pte(uintptr_t address);
/* The number of valid PTEs. */
unsigned int fake_persistent_valid_ptes(void);

/* Translate an address on this CPU, through its TLB; returns the PFN, or FAKE_FAULT. */
unsigned long fake_persistent_translate(const void *address);
/* Drop an address from this CPU's TLB. */
void fake_persistent_invalidate(const void *address);

/* The hooks. */
void fake_shared_lock(void);
void fake_shared_unlock(void);
void fake_persistent_flush_all(uintptr_t start, uintptr_t end);
void fake_persistent_wait_prepare(void);
bool fake_persistent_wait_sleep(bool interruptible);
void fake_persistent_wait_finish(void);
void fake_persistent_wake_all(void);

#endif
