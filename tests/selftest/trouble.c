/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Jobs that fail on purpose.
 */
#include <kmap/kmap.h>

#include "job.h"
#include "print.h"
#include "sched.h"

/* Prints nothing and never ends: the program that started the kernel must detect the hang. */
const char *job_hang(void)
{
	print("hanging, with interrupts off\n");
	irq_disable();
	for (;;)
		cpu_relax();
}

static void leak(void *argument)
{
	(void)argument;
	kmap_local_page(page_alloc(ZONE_HIGH));
}

/* A task that ends with a mapping held. */
const char *job_leak(void)
{
	task_create("leaker", leak, NULL, PRIORITY_WORKER, CPU_MASK_ALL);
	task_wait_all();
	return NULL;
}

/* One mapping more than there are slots: the report lists what the task holds. */
const char *job_exhaust(void)
{
	struct page *page = page_alloc(ZONE_HIGH);

	for (unsigned int i = 0; i <= KMAP_SLOTS; i++)
		kmap_local_page(page);
	return "too many mappings went unnoticed";
}

/* An access past the end of a mapping: with guards it faults, and the report names the mapping. */
const char *job_overrun(void)
{
	struct page *page = page_alloc(ZONE_HIGH);
	char *address = kmap_local_page(page);

	*(volatile char *)(address + KMAP_PAGE_SIZE - 1) = 1;
	*(volatile char *)(address + KMAP_PAGE_SIZE) = 2;
	return "an overrun went unnoticed";
}

/* A low page used without mapping it: works, except with KMAP_FORCE_MAP. */
const char *job_unmapped(void)
{
	struct page *page = page_alloc(ZONE_LOW);

	*(volatile char *)page_address(page) = 1;
	return "a page was used without being mapped";
}

/* A use after unmap: the fault report names the slot. */
const char *job_fault(void)
{
	struct page *page = page_alloc(ZONE_HIGH);
	char *address = kmap_local_page(page);

	*(volatile char *)address = 1;
	kunmap_local(address);
	*(volatile char *)address = 2;
	return "a page that is not mapped could be written";
}
