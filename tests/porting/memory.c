/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frames, and page directories of processes.
 */
#include "kernel.h"

#define FRAMES_MAX (1u << 16)
#define FIRST_USER_TABLE 32
#define PRESENT_WRITE_USER 0x007u

unsigned long total_frames;

static bool taken[FRAMES_MAX];
static uint32_t lock;

#if KMAP_DEBUG

static uint32_t holders[FRAMES_MAX];
uint32_t *frame_holders = holders;

#endif

#if KMAP_PERSISTENT

static uint32_t words[FRAMES_MAX];
uint32_t *frame_words = words;

static void tell_kmap(unsigned long pfn)
{
	frame_is_free(kmap_host_pfn_to_page(pfn));
}

#else

static void tell_kmap(unsigned long pfn)
{
	(void)pfn;
}

#endif

void memory_init(unsigned long frames, unsigned long first_free)
{
	total_frames = frames < FRAMES_MAX ? frames : FRAMES_MAX;
	for (unsigned long pfn = 0; pfn < first_free; pfn++)
		taken[pfn] = true;
}

unsigned long frame_alloc(int direct_only)
{
	unsigned long pfn = direct_only ? 0 : DIRECT_FRAMES;
	unsigned long end = direct_only ? DIRECT_FRAMES : total_frames;
	uint32_t flags = irq_save();

	lock_take(&lock);
	while (pfn < end && taken[pfn])
		pfn++;
	if (pfn == end)
		panic("no memory");
	taken[pfn] = true;
	lock_give(&lock);
	irq_restore(flags);
	return pfn;
}

/* Overwrite a free frame at once, so that a use after free is noticed. */
void frame_free(unsigned long pfn)
{
	uint32_t flags;

	tell_kmap(pfn);
	flags = irq_save();
	lock_take(&lock);
	if (!taken[pfn])
		panic("frame %x is freed twice", (unsigned int)pfn);
	if (pfn < DIRECT_FRAMES)
		__builtin_memset(direct(pfn), 0xa5, 4096);
	taken[pfn] = false;
	lock_give(&lock);
	irq_restore(flags);
}

uint32_t address_space_make(void)
{
	unsigned long directory = frame_alloc(1), table = frame_alloc(1);

	__builtin_memcpy(direct(directory), kernel_directory, 4096);
	__builtin_memset(direct(table), 0, 4096);
	((uint32_t *)direct(directory))[FIRST_USER_TABLE] =
		(uint32_t)table << 12 | PRESENT_WRITE_USER;
	return (uint32_t)directory << 12;
}

void address_space_free(uint32_t cr3)
{
	directory_free(cr3 >> 12, direct(cr3 >> 12));
}
