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

/*
 * For the fast paths: all that they need is compiled into them, whatever the compiler
 * thinks of their size, so that a map or unmap is one call.
 */
#define KMAP_LINUX_ONE_CALL __attribute__((__flatten__, __noinline__))

DEFINE_PER_CPU(struct kmap_cpu, kmap_cpus);

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
	for_each_possible_cpu(cpu) kmap_cpu_init(&per_cpu(kmap_cpus, cpu), cpu);
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

KMAP_LINUX_ONE_CALL void *__kmap_local_high(struct page *page)
{
	void *address = kmap_linux_high_get(page);

	return address ? address : kmap_map_frame(page_to_pfn(page), KMAP_PROT_DEFAULT, _RET_IP_);
}
EXPORT_SYMBOL(__kmap_local_high);

KMAP_LINUX_ONE_CALL void __kunmap_local_window(const void *address)
{
	if (kmap_linux_high_put(address))
		return;
	if (KMAP_SLOT_PLAIN)
		kmap_slot_unmap(address, _RET_IP_);
	else
		kmap_mapping_unmap(address, _RET_IP_);
}
EXPORT_SYMBOL(__kunmap_local_window);

EXPORT_SYMBOL_GPL(kmap_local_pages);
EXPORT_SYMBOL_GPL(kmap_local_range);
EXPORT_SYMBOL_GPL(kmap_local_try_pfn);
EXPORT_SYMBOL_GPL(kmap_local_try_pages);
EXPORT_SYMBOL_GPL(kmap_local_try_range);

KMAP_LINUX_ONE_CALL void __kmap_local_sched_out(void)
{
	kmap_switch_out_held(&current->kmap_ctrl);
}

KMAP_LINUX_ONE_CALL void __kmap_local_sched_in(void)
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
