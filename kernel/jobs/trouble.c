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
