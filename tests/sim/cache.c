/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Memory as a CPU sees it through an address: translation, cache, frame. The cache, if one is
 * compiled in, is that of one core, whose threads all CPUs are; see tests/cache.
 */
#include "machine.h"

static bool is_direct(const void *address)
{
	return (uintptr_t)address - SIM_DIRECT_BASE < (uintptr_t)SIM_LOW_FRAMES
							      << KMAP_ARCH_PAGE_SHIFT;
}

static unsigned int frame_at(const void *address, bool write)
{
	struct kmap_pte pte;
	unsigned int frame;

	if (is_direct(address))
		return (unsigned int)(((uintptr_t)address - SIM_DIRECT_BASE) >>
				      KMAP_ARCH_PAGE_SHIFT);
	pte = sim_translate(address);
	if (write && !(pte.low & SIM_PTE_WRITE))
		sim_fail("a write through %p, which is read-only", address);
	frame = sim_pfn_frame(kmap_arch_pte_pfn(pte));
	if (frame >= SIM_FRAMES)
		sim_fail("%p leads to no frame", address);
	return frame;
}

uint32_t *cache_memory(unsigned int frame)
{
	return &sim.page[frame].content;
}

uint32_t sim_read(const void *address)
{
	return cache_read(&sim.cache, address, frame_at(address, false));
}

void sim_write(void *address, uint32_t value)
{
	cache_write(&sim.cache, address, frame_at(address, true), value);
}

void sim_cache_retire(void *address)
{
	sim_step("retire");
	cache_retire(&sim.cache, address, frame_at(address, false));
}

void sim_cache_flush(const void *address)
{
	sim_step("flush the cache");
	cache_retire(&sim.cache, address, frame_at(address, false));
}

/* The mapping of an address by this PTE goes. */
void sim_cache_leaves(const void *address, struct kmap_pte pte)
{
	if (SIM_RETIRES && !kmap_arch_pte_is_none(pte) &&
	    cache_holds(&sim.cache, address, sim_pfn_frame(kmap_arch_pte_pfn(pte))))
		sim_fail("a page goes and the cache holds it: %p", address);
}

void sim_cache_speculate(void)
{
	if (CACHE_KIB &&
	    (sim_param.fill == SIM_FILL_RANDOM || sim_param.fill == SIM_FILL_SOFTWARE) &&
	    !sim_machine_random(8))
		cache_evict(&sim.cache, sim_machine_random(CACHE_SETS * CACHE_WAYS));
}

void sim_page_copy(void *to, const void *from)
{
	uint32_t content = sim_read(from);

	sim_step("copy a page");
	sim_write(to, content);
}

void sim_page_clear(void *page)
{
	sim_step("clear a page");
	sim_write(page, 0);
}
