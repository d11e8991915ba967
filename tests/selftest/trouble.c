/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Jobs that go wrong on purpose.
 */
#include <kmap/kmap.h>

#include "job.h"
#include "print.h"
#include "sched.h"

/* Silence for ever: the program that started the kernel must notice. */
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

/* One mapping more than there are slots: the report says who holds what. */
const char *job_exhaust(void)
{
	struct page *page = page_alloc(ZONE_HIGH);

	for (unsigned int i = 0; i <= KMAP_SLOTS; i++)
		kmap_local_page(page);
	return "too many mappings went unnoticed";
}

/* A pointer that runs off its page: with guards it faults there, and the mapping is named. */
const char *job_overrun(void)
{
	struct page *page = page_alloc(ZONE_HIGH);
	char *address = kmap_local_page(page);

	*(volatile char *)(address + KMAP_PAGE_SIZE - 1) = 1;
	*(volatile char *)(address + KMAP_PAGE_SIZE) = 2;
	return "an overrun went unnoticed";
}

/* A low page used without mapping it: works, but not where that is looked for. */
const char *job_unmapped(void)
{
	struct page *page = page_alloc(ZONE_LOW);

	*(volatile char *)page_address(page) = 1;
	return "a page was used without being mapped";
}

/* A pointer used after it was unmapped: the fault handler names the slot. */
const char *job_fault(void)
{
	struct page *page = page_alloc(ZONE_HIGH);
	char *address = kmap_local_page(page);

	*(volatile char *)address = 1;
	kunmap_local(address);
	*(volatile char *)address = 2;
	return "a page that is not mapped could be written";
}
