/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A kernel in which mappings of all kinds are held, for a debugger that stops it at
 * debugger_stop(). It prints before what it knows of them; see tests/gdb/.
 */
#include <kmap/kmap.h>

#include "device.h"
#include "interrupt.h"
#include "job.h"
#include "memory.h"
#include "print.h"
#include "sched.h"

#define DEBUGGED_IO_PAGES 2u

/* All is held: a breakpoint is here. Where it only returned, gdb would look for it further on. */
void debugger_stop(void) __attribute__((__noinline__));

void debugger_stop(void)
{
	__asm__ volatile("nop" : : : "memory");
}

/* The addresses that were told. */
#define DEBUGGED_ADDRESSES 16u
extern uintptr_t debugger_addresses[DEBUGGED_ADDRESSES];
extern unsigned int debugger_address_count;

uintptr_t debugger_addresses[DEBUGGED_ADDRESSES];
unsigned int debugger_address_count;

static const void *told(const void *address)
{
	unsigned int index = __atomic_fetch_add(&debugger_address_count, 1, __ATOMIC_RELAXED);

	debugger_addresses[index] = (uintptr_t)address;
	return address;
}

/* Tasks that hold their mapping; and whether they may give it back. */
static unsigned int debugged_holders;
static bool debugged_ends;
static struct wait_queue debugged_wait;

/* A PTE as one number. */
static uint64_t pte_number(const struct kmap_pte *pte)
{
	uint32_t word;
	uint64_t words;

	if (sizeof(*pte) == sizeof(word)) {
		__builtin_memcpy(&word, pte, sizeof(word));
		return word;
	}
	__builtin_memcpy(&words, pte, sizeof(words));
	return words;
}

/* What kmap says of page @nr of a mapping. */
static void page_tell(const struct kmap_description *mapping, unsigned int nr)
{
	const struct task *task = current_task();
	const char *address = (const char *)mapping->address + nr * KMAP_PAGE_SIZE;
	struct kmap_slot room;
	const struct kmap_slot *slot = kmap_window_slot(this_window(), mapping->slot + nr, &room);

	print("@held task=%s id=%u cpu=%u slot=%u start=%u pages=%u address=%p pfn=0x%lx "
	      "pte=0x%llx "
	      "mapper=%p when=%llu depth=%u\n",
	      task->name, task->id, task->cpu->number, mapping->slot + nr, mapping->slot,
	      mapping->pages, told(address), page_to_pfn(kmap_to_page(address)),
	      (unsigned long long)pte_number(slot->pte), (void *)mapping->note.mapper,
	      (unsigned long long)mapping->note.when, mapping->note.context);
}

/* What the current task holds. */
static void held_tell(void)
{
	struct kmap_description mapping;
	unsigned int slot = 0;

	while (kmap_held_next(&current_task()->kmap, this_window(), &slot, &mapping))
		for (unsigned int nr = 0; nr < mapping.pages; nr++)
			page_tell(&mapping, nr);
}

/* Holds one page while it sleeps. */
static void debugged_sleeper(void *argument)
{
	const void *address = kmap_local_page(page_alloc(ZONE_HIGH));

	(void)argument;
	held_tell();
	__atomic_fetch_add(&debugged_holders, 1, __ATOMIC_RELEASE);
	wait_event(&debugged_wait, __atomic_load_n(&debugged_ends, __ATOMIC_ACQUIRE));
	kunmap_local(address);
}

/* Holds one page while it runs. */
static void debugged_runner(void *argument)
{
	const void *address = kmap_local_page(page_alloc(ZONE_HIGH));

	(void)argument;
	held_tell();
	__atomic_fetch_add(&debugged_holders, 1, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&debugged_ends, __ATOMIC_ACQUIRE))
		cpu_relax();
	kunmap_local(address);
}

static void shared_tell(const char *kind, const void *address, unsigned long pfn,
			unsigned int users)
{
	print("@%s address=%p pfn=0x%lx users=%u\n", kind, told(address), pfn, users);
}

/* Two users of one page, and a page that is mapped and has none. */
static struct page *persistent_hold(void)
{
	struct page *used = page_alloc(ZONE_HIGH), *unused = page_alloc(ZONE_HIGH);
	const void *address = kmap(used);

	kmap(used);
	shared_tell("persistent", address, page_to_pfn(used), 2);
	address = kmap(unused);
	kunmap(unused);
	shared_tell("persistent", address, page_to_pfn(unused), 0);
	return used;
}

/* Pages of the display, if there is one; NULL if not. */
static void *io_hold(struct io_mapping *range)
{
	struct display display;
	char *address;

	if (!device_display(&display) ||
	    !io_mapping_create_wc(range, display.base,
				  DEBUGGED_IO_PAGES * (uint64_t)KMAP_PAGE_SIZE))
		return NULL;
	address = io_mapping_map_wc(range, 0, DEBUGGED_IO_PAGES * (uint64_t)KMAP_PAGE_SIZE);
	for (unsigned int nr = 0; nr < DEBUGGED_IO_PAGES; nr++)
		shared_tell("io", address + nr * KMAP_PAGE_SIZE,
			    kmap_io_to_pfn(address + nr * KMAP_PAGE_SIZE), 1);
	return address;
}

/*
 * Map two pages and unmap them: the handler below takes the slots of the first one, and the
 * second stays given back.
 */
static void give_back(void)
{
	struct page *page = page_alloc(ZONE_HIGH);
	const void *first = kmap_local_page(page), *second = kmap_local_page(page);
	struct kmap_description mapping;

	kunmap_local(second);
	kunmap_local(first);
	mapping = kmap_describe(&current_task()->kmap, this_window(), second);
	print("@given_back address=%p mapper=%p unmapper=%p\n", told(second),
	      (void *)mapping.note.mapper, (void *)mapping.note.unmapper);
}

static void directly_tell(void)
{
	unsigned long pfn = page_to_pfn(page_alloc(ZONE_LOW));

	shared_tell("direct", direct_address((uint64_t)pfn << KMAP_ARCH_PAGE_SHIFT), pfn, 0);
}

/* Maps one page over those of the task that it interrupts. */
static void debugged_handler(void)
{
	const void *address = kmap_local_page(page_alloc(ZONE_HIGH));

	held_tell();
	debugger_stop();
	kunmap_local(address);
}

static void others_wait(const struct task *sleeper)
{
	while (__atomic_load_n(&debugged_holders, __ATOMIC_ACQUIRE) < cpus_online ||
	       !task_look(sleeper).asleep)
		task_sleep_until(machine_now_ns() + TICK_NS);
}

const char *job_debugger(void)
{
	struct page *pages[2] = { page_alloc(ZONE_HIGH), page_alloc(ZONE_HIGH) };
	struct page *used = persistent_hold();
	struct io_mapping range;
	const void *single, *pair, *device = io_hold(&range);
	struct task *sleeper;

	wait_queue_init(&debugged_wait);
	sleeper = task_create("sleeper", debugged_sleeper, NULL, PRIORITY_WORKER, 1);
	for (unsigned int cpu = 1; cpu < cpus_online; cpu++)
		task_create("runner", debugged_runner, NULL, PRIORITY_WORKER, 1u << cpu);
	others_wait(sleeper);
	directly_tell();
	single = kmap_local_page(page_alloc(ZONE_HIGH));
	pair = kmap_local_pages(pages, 2);
	give_back();
	interrupt_test_hook(debugged_handler);
	machine_interrupt_self();
	interrupt_test_hook(NULL);
	kunmap_local(pair);
	kunmap_local(single);
	kunmap(used);
	if (device)
		io_mapping_unmap(device);
	__atomic_store_n(&debugged_ends, true, __ATOMIC_RELEASE);
	wait_wake_all(&debugged_wait);
	task_wait_all();
	return NULL;
}
