/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The port header of a kernel in C++. The core is compiled as C: it sees the
 * declarations here and calls functions. Callers in C++ see hooks.hh as well, so
 * that their fast paths are inline.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/report.h>
#include <kmap/types.h>

#ifdef __cplusplus
#include "machine.hh"
using kmap_page_t = machine::Page;
#else
typedef struct machine_page kmap_page_t;
#endif

KMAP_DECLARATIONS_BEGIN

struct kmap_ctrl *kmap_host_ctrl(void);
struct kmap_window *kmap_host_window(void);
#if KMAP_WINDOW_TASK
unsigned int kmap_host_cpu_number(void);
struct kmap_window *kmap_host_ctrl_window(const struct kmap_ctrl *ctrl);
#endif
void kmap_host_migrate_disable(void);
void kmap_host_migrate_enable(void);
unsigned long kmap_host_page_to_pfn(const kmap_page_t *page);
kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn);
uintptr_t kmap_host_window_base(void);
struct kmap_pte *kmap_host_window_pte(uintptr_t address);
void kmap_host_bug(const struct kmap_report *report);

void kmap_host_preempt_disable(void);
void kmap_host_preempt_enable(void);
void kmap_host_pagefault_disable(void);
void kmap_host_pagefault_enable(void);

uint64_t kmap_host_now(void);
bool kmap_host_pfn_exists(unsigned long pfn);
unsigned int kmap_host_context(void);

void kmap_host_shared_lock(void);
void kmap_host_shared_unlock(void);
void kmap_host_flush_all(uintptr_t start, uintptr_t end);

uintptr_t kmap_host_persistent_base(void);
uint32_t *kmap_host_page_word(const kmap_page_t *page);
uint32_t *kmap_host_page_holders(const kmap_page_t *page);
void kmap_host_wait_prepare(void);
bool kmap_host_wait_sleep(bool interruptible);
void kmap_host_wait_finish(void);
void kmap_host_wake_all(void);

uintptr_t kmap_host_io_base(void);

KMAP_DECLARATIONS_END

/* The pieces for ports compile in both languages. */
#define MACHINE_DIRECT_BASE 0x700000100000
#define MACHINE_DIRECT_FRAMES 8
#define KMAP_DIRECT_BASE MACHINE_DIRECT_BASE
#define KMAP_DIRECT_FRAMES MACHINE_DIRECT_FRAMES
#define KMAP_DIRECT_SIZE (MACHINE_DIRECT_FRAMES * KMAP_PAGE_SIZE)
#include <kmap/port/direct_linear.h>

#ifdef __cplusplus
#include "hooks.hh"
#endif

#endif
