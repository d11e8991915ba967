/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frames, page tables and TLBs.
 */
#include <limits.h>
#include <string.h>

#include <kmap/internal/window.h>
#include <kmap/types.h>

#include "fake_host.h"
#include "fake_io.h"
#include "fake_machine.h"
#include "fake_persistent.h"
#include "fake_tables.h"

#define FAKE_WINDOW_PAGES ((size_t)KMAP_WINDOW_SLOTS)
#define FAKE_PAGES (FAKE_WINDOW_PAGES * KMAP_WINDOWS)
/* What a TLB has entries for: where KMAP_WINDOW is task, the windows of all tasks. */
#define FAKE_TLB_PAGES (KMAP_WINDOW_TASK ? FAKE_PAGES : FAKE_WINDOW_PAGES)
#define FAKE_DEFAULT_BASE ((uintptr_t)0x700000000000)
#define FAKE_FIRST_HIGH 0x200ul
/* With a high word in the PTE, the first frame has this number in it. */
#define FAKE_FIRST_WORD 3ul

struct tlb_entry {
	struct kmap_pte pte;
	bool valid;
};

struct fake_page fake_pages[FAKE_FRAMES];
uintptr_t fake_window_base;
uintptr_t fake_persistent_base = FAKE_PERSISTENT_BASE;
uintptr_t fake_io_base = FAKE_IO_BASE;
unsigned int fake_cpu_number;
void (*fake_set_hook)(void);
unsigned long fake_invalidations;
unsigned long fake_range_invalidations;
unsigned long fake_pte_lookups;
bool fake_setting_up;
unsigned long fake_cache_flushes;
unsigned long fake_cache_retires;

static struct tlb_entry tlb[KMAP_CPUS_MAX][FAKE_TLB_PAGES];
/* Pages of each window that were accessed since they were flushed from the cache. */
static bool cached[KMAP_CPUS_MAX][FAKE_TLB_PAGES];
struct cache fake_cache;

void fake_machine_reset(void)
{
	fake_io_reset();
	fake_window_base = FAKE_DEFAULT_BASE;
	fake_persistent_base = FAKE_PERSISTENT_BASE;
	fake_io_base = FAKE_IO_BASE;
	fake_cpu_number = 0;
	fake_set_hook = NULL;
	fake_invalidations = 0;
	fake_range_invalidations = 0;
	fake_setting_up = false;
	fake_cache_flushes = 0;
	fake_cache_retires = 0;
	memset(tlb, 0, sizeof(tlb));
	memset(cached, 0, sizeof(cached));
	memset(&fake_cache, 0, sizeof(fake_cache));
	fake_tables_reset();
	for (unsigned int nr = 0; nr < FAKE_FRAMES; nr++)
		fake_pages[nr].content = 0xc0de0000u + nr;
}

void fake_machine_free(void)
{
	fake_tables_free();
}

/* Whether a PTE has two words, so that PFNs have more than 20 bits. */
static bool wide(void)
{
	return sizeof(struct kmap_pte) > sizeof(uint32_t);
}

unsigned long fake_pfn(unsigned int index)
{
	if (index < FAKE_DIRECT_FRAMES)
		return index;
	return FAKE_FIRST_HIGH + index + (wide() ? (FAKE_FIRST_WORD + index) << 20 : 0);
}

struct fake_page *fake_pfn_page(unsigned long pfn)
{
	unsigned long low = pfn & 0xfffff;
	unsigned long index = pfn < FAKE_DIRECT_FRAMES ? pfn : low - FAKE_FIRST_HIGH;

	if (index >= FAKE_FRAMES || fake_pfn((unsigned int)index) != pfn)
		return fake_device_page(pfn);
	return &fake_pages[index];
}

/* The index of a page in the windows; FAKE_PAGES or more outside. */
static size_t page_number(uintptr_t address)
{
	return (address - fake_window_base) >> KMAP_ARCH_PAGE_SHIFT;
}

/* The index of the first page of the executing CPU's window, or its current task's. */
static size_t window_first(void)
{
	return KMAP_WINDOW_PRIVATE ? 0 : fake_window_number() * FAKE_WINDOW_PAGES;
}

/* The index of the first page that the executing CPU's TLB has an entry for. */
static size_t tlb_first(void)
{
	return KMAP_WINDOW_TASK ? 0 : window_first();
}

struct kmap_pte *fake_window_pte(uintptr_t address)
{
	size_t page = page_number(address);

	if (fake_persistent_contains(address))
		return fake_persistent_pte(address);
	if (fake_io_covers(address))
		return fake_io_pte(address);
	if (page >= FAKE_PAGES)
		fake_fail("no PTE for %#lx", (unsigned long)address);
	return fake_tables_pte(page);
}

/* This CPU's TLB entry for an address, NULL if it is in no window that the CPU may use. */
static struct tlb_entry *tlb_entry(const void *address)
{
	size_t page = page_number((uintptr_t)address) - tlb_first();

	return page < FAKE_TLB_PAGES ? &tlb[fake_cpu_number][page] : NULL;
}

/* Whether an address is in the window where the executing CPU maps. */
static bool in_window(const void *address)
{
	return page_number((uintptr_t)address) - window_first() < FAKE_WINDOW_PAGES;
}

void fake_pte_check(const struct kmap_pte *pte, const void *address)
{
	if ((!fake_setting_up && !in_window(address) &&
	     !fake_persistent_contains((uintptr_t)address) &&
	     !fake_io_covers((uintptr_t)address)) ||
	    (uintptr_t)address % KMAP_PAGE_SIZE)
		fake_fail("%p is no page of the window of CPU %u", address, fake_cpu_number);
	if (pte != fake_window_pte((uintptr_t)address))
		fake_fail("not the PTE of %p", address);
}

void fake_pte_check_set(const struct kmap_pte *pte, const void *address, struct kmap_pte value)
{
	fake_pte_check(pte, address);
	if (!kmap_arch_pte_is_none(*pte) && memcmp(pte, &value, sizeof(value)))
		fake_fail("the PTE of %p is set over another one", address);
	if (in_window(address) &&
	    !fake_window_touched(
		    (unsigned int)(page_number((uintptr_t)address) % FAKE_WINDOW_PAGES)))
		fake_fail("the PTE of %p is set, and its slot is not among those touched", address);
}

/* Put a valid PTE into the TLB. */
static void tlb_fill(struct tlb_entry *entry, struct kmap_pte pte)
{
	if (!fake_pfn_page(fake_pte_pfn(pte)))
		fake_fail("a valid PTE maps %#lx, which is no frame", fake_pte_pfn(pte));
	*entry = (struct tlb_entry){ pte, true };
}

/* Fill the TLB of CPU @cpu from the PTEs of the window where the executing CPU maps. */
static void speculate(unsigned int cpu)
{
	struct tlb_entry *entry = &tlb[cpu][window_first() - tlb_first()];

	for (size_t page = 0; page < FAKE_WINDOW_PAGES; page++) {
		const struct kmap_pte *pte = fake_tables_pte(window_first() + page);

		if (!entry[page].valid && !kmap_arch_pte_is_none(*pte))
			tlb_fill(&entry[page], *pte);
	}
}

/*
 * Another CPU can fill its TLB from the window of a task only if that is in page tables that
 * all share. No other window changes before the next step than that of the current task.
 */
void fake_tlb_speculate(void)
{
	if (!KMAP_WINDOW_TASK) {
		speculate(fake_cpu_number);
		return;
	}
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		speculate(cpu);
}

static void tlb_invalidate(const void *address)
{
	struct tlb_entry *entry = tlb_entry(address);

	if (fake_persistent_contains((uintptr_t)address)) {
		fake_persistent_invalidate(address);
		return;
	}
	if (!entry && fake_setting_up)
		return;
	if (!entry || (uintptr_t)address % KMAP_PAGE_SIZE)
		fake_fail("invalidation of %p on CPU %u", address, fake_cpu_number);
	entry->valid = false;
	fake_invalidations++;
}

void fake_tlb_invalidate(const void *address)
{
	fake_step("invalidate");
	tlb_invalidate(address);
}

void fake_tlb_invalidate_range(const void *address, unsigned int pages)
{
	fake_step("invalidate a range");
	fake_range_invalidations++;
	for (unsigned int page = 0; page < pages; page++)
		tlb_invalidate((const char *)address + page * KMAP_PAGE_SIZE);
}

bool fake_tlb_holds(unsigned int cpu, uintptr_t address)
{
	return tlb[cpu][page_number(address) % FAKE_TLB_PAGES].valid;
}

/* The PTE that the processor uses for an address in the windows; none means a fault. */
static struct kmap_pte walk(const void *address)
{
	struct tlb_entry *entry = tlb_entry(address);
	struct kmap_pte pte = *fake_window_pte((uintptr_t)address);

	if (!entry)
		return pte;
	if (!entry->valid && !kmap_arch_pte_is_none(pte))
		tlb_fill(entry, pte);
	if (!entry->valid)
		return pte;
	cached[fake_cpu_number][entry - tlb[fake_cpu_number]] = true;
	return entry->pte;
}

unsigned long fake_translate(const void *address)
{
	uintptr_t direct = ((uintptr_t)address - FAKE_DIRECT_BASE) >> KMAP_ARCH_PAGE_SHIFT;
	struct kmap_pte pte;

	if (direct < FAKE_DIRECT_FRAMES)
		return direct;
	if (fake_persistent_contains((uintptr_t)address))
		return fake_persistent_translate(address);
	if (fake_io_covers((uintptr_t)address))
		pte = fake_io_walk((uintptr_t)address);
	else if (page_number((uintptr_t)address) >= FAKE_PAGES)
		return FAKE_FAULT;
	else
		pte = walk(address);
	return kmap_arch_pte_is_none(pte) ? FAKE_FAULT : fake_pte_pfn(pte);
}

static struct fake_page *page_at(const void *address)
{
	unsigned long pfn = fake_translate(address);
	struct fake_page *page = pfn == FAKE_FAULT ? NULL : fake_pfn_page(pfn);

	if (!page)
		fake_fail("access to %p on CPU %u faults", address, fake_cpu_number);
	return page;
}

uint32_t *cache_memory(unsigned int frame)
{
	return &fake_pages[frame].content;
}

/* The index of a frame that may be in the cache; FAKE_FRAMES if a device has it. */
static unsigned int frame_of(const struct fake_page *page)
{
	return page >= fake_pages && page < fake_pages + FAKE_FRAMES
		       ? (unsigned int)(page - fake_pages)
		       : FAKE_FRAMES;
}

uint32_t fake_read(const void *address)
{
	const struct fake_page *page = page_at(address);
	unsigned int frame = frame_of(page);

	return frame < FAKE_FRAMES ? cache_read(&fake_cache, address, frame) : page->content;
}

void fake_write(void *address, uint32_t content)
{
	struct fake_page *page = page_at(address);

	if (page_number((uintptr_t)address) < FAKE_PAGES && !fake_pte_writable(walk(address)))
		fake_fail("write to %p, which is read-only", address);
	if (frame_of(page) < FAKE_FRAMES)
		cache_write(&fake_cache, address, frame_of(page), content);
	else
		page->content = content;
}

/* The line of a page leaves the cache. */
static void write_back(const void *address)
{
	unsigned int frame = frame_of(page_at(address));

	if (frame < FAKE_FRAMES)
		cache_retire(&fake_cache, address, frame);
}

void fake_cache_flush(const void *address)
{
	fake_step("cache flush");
	if ((uintptr_t)address % KMAP_PAGE_SIZE)
		fake_fail("cache flush of %p, which is no page", address);
	fake_write((void *)(uintptr_t)address, fake_read(address));
	write_back(address);
	fake_cache_flushes++;
}

void fake_cache_retire(const void *address)
{
	fake_step("cache retire");
	fake_cache_retires++;
	if (fake_persistent_contains((uintptr_t)address)) {
		write_back(address);
		return;
	}
	if (!tlb_entry(address) || (uintptr_t)address % KMAP_PAGE_SIZE)
		fake_fail("%p is no page of the window of CPU %u", address, fake_cpu_number);
	if (kmap_arch_pte_is_none(*fake_window_pte((uintptr_t)address)))
		fake_fail("cache retire of %p, which is not mapped", address);
	write_back(address);
	cached[fake_cpu_number][tlb_entry(address) - tlb[fake_cpu_number]] = false;
}

void fake_cache_check_empty(const void *address)
{
	const struct tlb_entry *entry = tlb_entry(address);

	if (entry && cached[fake_cpu_number][entry - tlb[fake_cpu_number]])
		fake_fail("%p goes with its page in the cache", address);
}

unsigned int fake_valid_ptes(void)
{
	return fake_io_valid_ptes() + fake_tables_valid();
}
