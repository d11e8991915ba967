/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * RAM in a file, page tables, and a TLB that is filled by faults.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <kmap/kmap.h>

#define TABLE_PAGES (WINDOW_PAGES + 1 + KMAP_PERSISTENT_PAGES)
#define FAULT_STACK_SIZE 65536

struct page frames[FRAMES];

static bool frame_taken[FRAMES];
static int ram;
/* One PTE more than needed: BROKEN_PTE returns the PTE of the next page. */
static struct kmap_pte table[TABLE_PAGES + 1];
/* Pages with a translation in the TLB. */
static bool tlb[TABLE_PAGES];

static uintptr_t table_index(uintptr_t address)
{
	return (address - WINDOW_BASE) / KMAP_PAGE_SIZE;
}

/* The page between the windows and the persistent window has no PTE. */
struct kmap_pte *port_walk(uintptr_t address)
{
	uintptr_t index = table_index(address);

	return index < TABLE_PAGES && index != WINDOW_PAGES ? &table[index] : NULL;
}

struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	uintptr_t index = table_index(address);

	if (broken == BROKEN_TABLE)
		index %= KMAP_WINDOW_SLOTS / 2 + 1;
	return &table[index + (broken == BROKEN_PTE)];
}

static void place(uintptr_t address, int protection, int flags, int file, off_t offset)
{
	void *page = (void *)(address & ~(KMAP_PAGE_SIZE - 1));

	if (mmap(page, KMAP_PAGE_SIZE, protection, flags | MAP_FIXED, file, offset) != page)
		abort();
}

void port_tlb_invalidate(void *address)
{
	uintptr_t index = table_index((uintptr_t)address);

	if (broken == BROKEN_TLB || index >= TABLE_PAGES || !tlb[index])
		return;
	tlb[index] = false;
	place((uintptr_t)address, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Nothing to do: the TLB does not see writes to page tables. */
void kmap_um_page_map(void *address, uint64_t offset, kmap_prot_t prot)
{
	(void)address;
	(void)offset;
	(void)prot;
}

void kmap_um_page_unmap(void *address)
{
	(void)address;
}

/* Fill the TLB. Without a valid PTE, or if the TLB entry forbids the access, end the run. */
static void fault(int signal, siginfo_t *info, void *context)
{
	uintptr_t address = (uintptr_t)info->si_addr;
	const struct kmap_pte *pte = port_walk(address);

	(void)signal;
	(void)context;
	if (!pte || kmap_arch_pte_is_none(*pte) || tlb[table_index(address)]) {
		printf("Bail out! fault at %p\n", info->si_addr);
		fflush(stdout);
		_exit(1);
	}
	tlb[table_index(address)] = true;
	place(address, PROT_READ | (pte->word & KMAP_PTE_WRITE ? PROT_WRITE : 0), MAP_SHARED, ram,
	      (off_t)(pte->word & ~(KMAP_PAGE_SIZE - 1)));
}

void port_memory_init(void)
{
	static char stack[FAULT_STACK_SIZE];
	const stack_t fault_stack = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action = { .sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	ram = memfd_create("ram", 0);
	if (ram < 0 || ftruncate(ram, FRAMES * (off_t)KMAP_PAGE_SIZE))
		abort();
	for (uintptr_t page = 0; page < TABLE_PAGES + 2; page++)
		place(WINDOW_BASE + (page - 1) * KMAP_PAGE_SIZE, PROT_NONE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sigaltstack(&fault_stack, NULL) || sigaction(SIGSEGV, &action, NULL))
		abort();
	kmap_persistent_init();
}

struct page *port_page_alloc(void)
{
	for (unsigned int frame = 0; frame < FRAMES; frame++) {
		if (frame_taken[frame])
			continue;
		frame_taken[frame] = true;
		return &frames[frame];
	}
	return NULL;
}

void port_page_free(struct page *page)
{
	if (*kmap_host_page_word(page))
		kmap_persistent_forget(page);
	frame_taken[page - frames] = false;
}
