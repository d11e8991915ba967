/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of each CPU's own, where windows are private: TTBR0 points to them, for the first
 * 32 MiB of addresses, while TTBR1 points to those that all share.
 */
#include "private_windows.h"

#include "arm.h"
#include "system.h"
#include "task.h"
#include "window_tables.h"

#if KMAP_WINDOW_PRIVATE

static struct own_directory {
	struct kmap_pte entry[OWN_ENTRIES] __attribute__((aligned(128)));
} directories[KMAP_CPUS_MAX];

struct kmap_pte *private_directory(unsigned int number)
{
	return &directories[number].entry[PRIVATE_BASE >> LARGE_PAGE_SHIFT];
}

size_t private_directory_bytes(void)
{
	return sizeof(directories[0]);
}

void private_load(unsigned int number)
{
	own_tables_load(PHYSICAL((uint32_t)&directories[number]));
	barrier_tables();
	__asm__ volatile("mcr p15, 0, %0, c2, c0, 2; isb" : : "r"(TTBCR_OWN) : "memory");
}

const struct kmap_pte *own_tables(unsigned int number)
{
	return directories[number].entry;
}

#else

const struct kmap_pte *own_tables(unsigned int number)
{
	(void)number;
	return NULL;
}

#endif
