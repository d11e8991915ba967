// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What the rest of Linux calls, on kmap's core.
 */
#include <kmap/kmap.h>

#include <linux/export.h>
#include <linux/init.h>
#include <linux/printk.h>

#include "mapping.h"
#include "linux/kmap_linux.h"

DEFINE_PER_CPU(struct kmap_window, kmap_cpus);

struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	return (struct kmap_pte *)virt_to_kpte(address);
}

static void print_mapper(const struct kmap_report *report)
{
	if (report->note.mapper)
		pr_err("kmap: mapped by %pS, on CPU %u\n", (void *)report->note.mapper,
		       report->note.cpu);
}

void kmap_host_bug(const struct kmap_report *report)
{
	struct task_struct *task = container_of(report->ctrl, struct task_struct, kmap_ctrl);
	char value[KMAP_VALUE_TEXT_SIZE];

	if (kmap_selftest_report(report))
		return;
	kmap_value_text(report, value);
	pr_err("kmap: %s: %s\n", kmap_bug_text(report->bug), value);
	if (report->slot != KMAP_NO_SLOT)
		pr_err("kmap: slot %u of CPU %u\n", report->slot, report->cpu);
	pr_err("kmap: task %s/%d holds %#x, called from %pS\n", task->comm, task_pid_nr(task),
	       report->used, (void *)report->caller);
	print_mapper(report);
	WARN(1, "kmap: %s\n", kmap_bug_text(report->bug));
}

void __init kmap_local_init(void)
{
	unsigned int cpu;

	BUILD_BUG_ON(FIX_KMAP_END - FIX_KMAP_BEGIN + 1 < KMAP_CPUS_MAX * KMAP_WINDOW_SLOTS);
	kmap_hook_init();
	for_each_possible_cpu(cpu) kmap_window_init(&per_cpu(kmap_cpus, cpu), cpu);
}

void *__kmap_local_pfn_prot(unsigned long pfn, pgprot_t prot)
{
	return kmap_map_frame(pfn, pgprot_val(prot), _RET_IP_);
}
EXPORT_SYMBOL_GPL(__kmap_local_pfn_prot);

void *__kmap_local_high_prot(struct page *page, pgprot_t prot)
{
	void *address = kmap_linux_high_get(page);

	return address ? address : kmap_map_frame(page_to_pfn(page), pgprot_val(prot), _RET_IP_);
}
EXPORT_SYMBOL(__kmap_local_high_prot);

/*
 * The two functions below are kmap_slot_map() and kmap_slot_unmap() of the core, from the
 * same steps in the same order, for a page with the usual attributes. Linux's access to
 * variables of this CPU needs no pointer to them, and what is rare works out the frame and
 * the caller itself, so that nearly everything stays in registers.
 */
static_assert(!KMAP_STATS);

/* A slot of the CPU that the current task is pinned to. */
static __always_inline struct kmap_slot slot_here(uintptr_t nr)
{
	return (struct kmap_slot){ raw_cpu_read(kmap_cpus.slot[nr].address),
				   raw_cpu_read(kmap_cpus.slot[nr].pte) };
}

static noinline void *map_general(struct page *page, uintptr_t caller)
{
	return kmap_map_frame(page_to_pfn(page), KMAP_PROT_DEFAULT, caller);
}

static __always_inline void *map_plain(struct kmap_ctrl *ctrl, uint32_t used, struct page *page)
{
	unsigned int nr = __builtin_ctz(used + 1);
	struct kmap_pte value;
	struct kmap_slot slot;

	kmap_arch_store(&ctrl->used, used | (used + 1));
	/* The PTE is worked out here, rather than kept in registers until now. */
	barrier();
	value = kmap_arch_pte_make(page_to_pfn(page), KMAP_PROT_DEFAULT);
	kmap_arch_saved_write(&ctrl->pteval[nr], value);
	slot = slot_here(nr);
	kmap_slot_install(&slot, value);
	return slot.address;
}

void *__kmap_local_high(struct page *page)
{
	void *address = kmap_linux_high_get(page);
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t used = ctrl->used;

	if (address)
		return address;
	if (!KMAP_SLOT_PLAIN || unlikely(used == KMAP_USED_ALL))
		return map_general(page, _RET_IP_);
	kmap_host_migrate_disable();
	return map_plain(ctrl, used, page);
}
EXPORT_SYMBOL(__kmap_local_high);

static __always_inline void unmap_plain(struct kmap_ctrl *ctrl, uintptr_t nr)
{
	struct kmap_slot slot = slot_here(nr);

	kmap_slot_retire(&slot, *slot.pte);
	kmap_arch_saved_erase(&ctrl->pteval[nr]);
	/* Read again, rather than kept in registers all the while. */
	slot = slot_here(nr);
	kmap_slot_remove(&slot);
	barrier();
	ctrl->used ^= 1u << nr;
	kmap_host_migrate_enable();
}

void __kunmap_local_window(const void *address)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	/* Another CPU's only if the task is not pinned, and then its mask is empty. */
	uintptr_t nr = kmap_window_index(raw_cpu_read(kmap_cpus.base), address);

	if (kmap_linux_high_put(address))
		return;
	if (!KMAP_SLOT_PLAIN || unlikely(nr >= ctrl->single_end || !(ctrl->used & 1u << nr)))
		kmap_mapping_unmap(address, _RET_IP_);
	else
		unmap_plain(ctrl, nr);
}
EXPORT_SYMBOL(__kunmap_local_window);

EXPORT_SYMBOL_GPL(kmap_local_pages);
EXPORT_SYMBOL_GPL(kmap_local_range);
EXPORT_SYMBOL_GPL(kmap_local_try_pfn);
EXPORT_SYMBOL_GPL(kmap_local_try_pages);
EXPORT_SYMBOL_GPL(kmap_local_try_range);

void __kmap_local_sched_out(void)
{
	kmap_switch_out_held(&current->kmap_ctrl);
}

void __kmap_local_sched_in(void)
{
	kmap_switch_in(&current->kmap_ctrl);
}

void kmap_local_fork(struct task_struct *task)
{
	kmap_fork(&task->kmap_ctrl);
}

void kmap_local_exit(void)
{
	kmap_exit();
}

struct page *kmap_local_to_page(const void *address)
{
	return kmap_where(address).place == KMAP_PLACE_SLOT ? kmap_to_page(address) : NULL;
}
