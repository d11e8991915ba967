/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * RAM in a file, mapped page by page, and the fixture for it.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <kmap/kmap.h>

#include "unit.h"

#define WINDOW_PAGES (KMAP_WINDOW_SIZE / KMAP_PAGE_SIZE)

struct plain_page plain_pages[PLAIN_FRAMES];
char *plain_direct;
uintptr_t plain_window;
struct kmap_ctrl plain_ctrl;
struct kmap_window plain_cpu;
unsigned int plain_pins, plain_preempt, plain_pagefault, plain_maps, plain_report_count;
struct kmap_report plain_report;

static int ram;
static struct kmap_pte ptes[WINDOW_PAGES];

/* mmap() that ends the test if it fails. */
static void *map(void *at, size_t bytes, int protection, int flags, int file, uint64_t offset)
{
	void *address = mmap(at, bytes, protection, flags, file, (off_t)offset);

	if (address == MAP_FAILED)
		abort();
	return address;
}

void kmap_um_page_map(void *address, uint64_t offset, kmap_prot_t prot)
{
	int access = PROT_READ | (prot & KMAP_PTE_WRITE ? PROT_WRITE : 0) |
		     (prot & KMAP_PTE_EXECUTE ? PROT_EXEC : 0);

	plain_maps++;
	map(address, KMAP_PAGE_SIZE, access, MAP_SHARED | MAP_FIXED, ram, offset);
}

void kmap_um_page_unmap(void *address)
{
	/* What is behind it does not matter without access, and stays: that is quicker. */
	if (mprotect(address, KMAP_PAGE_SIZE, PROT_NONE))
		abort();
}

struct kmap_pte *plain_window_pte(uintptr_t address)
{
	uintptr_t page = (address - plain_window) / KMAP_PAGE_SIZE;

	if (page >= WINDOW_PAGES)
		abort();
	return &ptes[page];
}

void plain_cache_flush(const void *address)
{
	uintptr_t frame = ((uintptr_t)address - (uintptr_t)plain_direct) / KMAP_PAGE_SIZE;

	assert_int_equal((uintptr_t)address % KMAP_PAGE_SIZE, 0);
	if (frame >= PLAIN_DIRECT_FRAMES) {
		struct kmap_pte pte = *plain_window_pte((uintptr_t)address);

		assert_false(kmap_arch_pte_is_none(pte));
		frame = (uintptr_t)(pte.word >> KMAP_ARCH_PAGE_SHIFT);
	}
	plain_pages[frame].flushes++;
}

void plain_forget(void)
{
	for (unsigned int frame = 0; frame < PLAIN_FRAMES; frame++)
		plain_pages[frame].flushes = 0;
	plain_maps = 0;
	plain_report_count = 0;
}

bool plain_nothing_held(void)
{
	for (size_t page = 0; page < WINDOW_PAGES; page++)
		if (!kmap_arch_pte_is_none(ptes[page]))
			return false;
	return !plain_ctrl.used && !plain_pins && !plain_preempt && !plain_pagefault;
}

void kmap_host_bug(const struct kmap_report *report)
{
	plain_report = *report;
	plain_report_count++;
}

int unit_setup(void **state)
{
	const size_t page = KMAP_PAGE_SIZE, direct = PLAIN_DIRECT_FRAMES * page;
	char *window;

	(void)state;
	ram = memfd_create("ram", 0);
	if (ram < 0 || ftruncate(ram, (off_t)(PLAIN_FRAMES * page)))
		return -1;
	/* A page without access on each side, so that an overrun faults. */
	plain_direct = map(NULL, direct + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	plain_direct += page;
	map(plain_direct, direct, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, ram, 0);
	window = map(NULL, KMAP_WINDOW_SIZE + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	plain_window = (uintptr_t)window + page;
	kmap_ctrl_init(&plain_ctrl);
	kmap_window_init(&plain_cpu, 0);
	plain_forget();
	return 0;
}

int unit_teardown(void **state)
{
	const size_t page = KMAP_PAGE_SIZE;

	(void)state;
	assert_true(plain_nothing_held());
	munmap(plain_direct - page, (PLAIN_DIRECT_FRAMES + 2) * page);
	munmap((void *)(plain_window - page), KMAP_WINDOW_SIZE + 2 * page);
	close(ram);
	return 0;
}

int unit_group_end(void **state)
{
	(void)state;
	return 0;
}
