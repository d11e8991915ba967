/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window: its PTEs, what each CPU's TLB holds of it,
 * the lock, and waiting. Tests say what happens while a task sleeps.
 */
#ifndef FAKE_PERSISTENT_H
#define FAKE_PERSISTENT_H

#include <stdbool.h>
#include <stdint.h>

struct kmap_pte;

/* Where the persistent window lies; and where the host says that it does. */
#define FAKE_PERSISTENT_BASE ((uintptr_t)0x600000000000)
extern uintptr_t fake_persistent_base;

/* Flushes on all CPUs so far, and the pages that the last one covered. */
extern unsigned int fake_persistent_flushes;
extern unsigned int fake_persistent_flushed_pages;
/* Called in place of sleeping; returns whether the wait is interrupted. NULL: nobody may sleep. */
extern bool (*fake_persistent_sleep)(bool interruptible);
/* Wake-ups so far; whether there was one since the last prepare. */
extern unsigned int fake_persistent_wakes;
extern bool fake_persistent_woken;
/* Somebody holds the lock; somebody is between prepare and finish. */
extern bool fake_shared_locked;
extern bool fake_persistent_waiting;

/* No PTE, empty TLBs, the words of all pages zero; then kmap_persistent_init(). */
void fake_persistent_reset(void);

bool fake_persistent_contains(uintptr_t address);
/* The PTE of an address in the persistent window; the test fails for any other. */
struct kmap_pte *fake_persistent_pte(uintptr_t address);
/* PTEs that are valid. */
unsigned int fake_persistent_valid_ptes(void);

/* What this CPU finds behind an address, through its TLB; FAKE_FAULT for nothing. */
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
