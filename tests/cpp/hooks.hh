/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks of kmap_host.h, in C++, inline for callers in C++. Each has C linkage, from
 * its declaration, and the attribute "used": so every C++ object also has it as a
 * function, and the linker keeps one copy for the core.
 */
#ifndef HOOKS_HH
#define HOOKS_HH

#include <type_traits>

#define HOOK [[gnu::used]] inline

HOOK kmap_ctrl *kmap_host_ctrl()
{
	return &machine::Task::current().kmap;
}

HOOK kmap_window *kmap_host_window()
{
	return KMAP_WINDOW_TASK ? machine::Task::current().window : &machine::windows[0];
}

#if KMAP_WINDOW_TASK

HOOK unsigned int kmap_host_cpu_number()
{
	return 0;
}

HOOK kmap_window *kmap_host_ctrl_window(const kmap_ctrl *ctrl)
{
	static_assert(std::is_standard_layout<machine::Task>(), "a task begins with its kmap_ctrl");
	return reinterpret_cast<const machine::Task *>(ctrl)->window;
}

#endif

HOOK void kmap_host_migrate_disable()
{
	machine::Task::current().migration.enter();
}

HOOK void kmap_host_migrate_enable()
{
	machine::Task::current().migration.leave();
}

HOOK unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return page->pfn();
}

HOOK kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return machine::Page::of(pfn);
}

HOOK uintptr_t kmap_host_window_base()
{
	return machine::window_base;
}

HOOK kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	return machine::walk(address);
}

HOOK void kmap_host_preempt_disable()
{
	machine::Task::current().preemption.enter();
}

HOOK void kmap_host_preempt_enable()
{
	machine::Task::current().preemption.leave();
}

HOOK void kmap_host_pagefault_disable()
{
	machine::Task::current().page_faults.enter();
}

HOOK void kmap_host_pagefault_enable()
{
	machine::Task::current().page_faults.leave();
}

HOOK uint64_t kmap_host_now()
{
	return 0;
}

HOOK bool kmap_host_pfn_exists(unsigned long pfn)
{
	return pfn < machine::all_frames;
}

HOOK unsigned int kmap_host_context()
{
	return machine::Task::current().interrupts;
}

HOOK void kmap_host_shared_lock()
{
	machine::shared.enter();
}

HOOK void kmap_host_shared_unlock()
{
	machine::shared.leave();
}

/* Nothing to do: the only CPU has no TLB; setting a PTE maps the page at once. */
HOOK void kmap_host_flush_all(uintptr_t, uintptr_t)
{
}

HOOK uintptr_t kmap_host_persistent_base()
{
	return machine::persistent_base;
}

HOOK uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	return page->kmap_word();
}

HOOK uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return page->kmap_holders();
}

/* No task waits: there is only one CPU, and no other task could make room. */
HOOK void kmap_host_wait_prepare()
{
}

HOOK bool kmap_host_wait_sleep(bool interruptible)
{
	return interruptible;
}

HOOK void kmap_host_wait_finish()
{
}

HOOK void kmap_host_wake_all()
{
}

HOOK uintptr_t kmap_host_io_base()
{
	return machine::io_base;
}

#endif
