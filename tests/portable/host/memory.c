/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * RAM in a file, page tables, and TLBs that are filled by faults.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <kmap/kmap.h>

#define TABLE_PAGES (WINDOW_PAGES + 1 + KMAP_PERSISTENT_PAGES)
#define FAULT_STACK_SIZE 65536
/* Pages that a TLB has room for: fewer than the persistent window has. */
#define TLB_ROOM 24

struct page frames[FRAMES];

static bool frame_taken[FRAMES];
static int ram;
/* One PTE more than needed: BROKEN_PTE returns the PTE of the next page. */
static struct kmap_pte table[TABLE_PAGES + 1];
/* Where windows are private: those of each CPU. */
static struct kmap_pte private_tables[KMAP_CPUS_MAX][KMAP_WINDOW_SLOTS];

/* What a CPU has found for each page; and the pages in the order in which it looked for them. */
struct tlb {
	struct kmap_pte ptes[TABLE_PAGES];
	uintptr_t order[TLB_ROOM];
	unsigned int next;
};

static struct tlb tlbs[KMAP_CPUS_MAX];
/* Pages that the process can access: those that the TLB of the CPU whose turn it is knows. */
static bool seen[TABLE_PAGES];

static uintptr_t table_index(uintptr_t address)
{
	return (address - WINDOW_BASE) / KMAP_PAGE_SIZE;
}

struct kmap_pte *port_private_pte(unsigned int slot)
{
	return &private_tables[running->cpu][slot];
}

/* The page between the windows and the persistent window has no PTE. */
struct kmap_pte *port_walk(uintptr_t address)
{
	uintptr_t index = table_index(address);

	if (KMAP_WINDOW_PRIVATE && index < WINDOW_PAGES)
		return port_private_pte((unsigned int)index);
	return index < TABLE_PAGES && index != WINDOW_PAGES ? &table[index] : NULL;
}

struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	uintptr_t index = table_index(address);

	if (broken == BROKEN_TABLE)
		index %= KMAP_WINDOW_SLOTS / 2 + 1;
	/* Two neighbours in each window are exchanged. */
	if (broken == BROKEN_SCATTERED && index % KMAP_WINDOW_SLOTS < 2)
		index ^= 1;
	return &table[index + (broken == BROKEN_PTE)];
}

static void place(uintptr_t address, int protection, int flags, int file, off_t offset)
{
	void *page = (void *)(address & ~(KMAP_PAGE_SIZE - 1));

	if (mmap(page, KMAP_PAGE_SIZE, protection, flags | MAP_FIXED, file, offset) != page)
		abort();
}

static void hide(uintptr_t index)
{
	if (!seen[index])
		return;
	seen[index] = false;
	place(WINDOW_BASE + index * KMAP_PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void port_tlb_leave(void)
{
	for (uintptr_t index = 0; index < TABLE_PAGES; index++)
		hide(index);
}

static void tlb_forget(unsigned int cpu, uintptr_t index)
{
	if (index >= TABLE_PAGES)
		return;
	tlbs[cpu].ptes[index] = kmap_arch_pte_none();
	if (cpu == running->cpu)
		hide(index);
}

/* What a CPU finds for a page; it forgets the page that it looked for longest ago. */
static struct kmap_pte tlb_find(unsigned int cpu, uintptr_t index, struct kmap_pte pte)
{
	struct tlb *tlb = &tlbs[cpu];

	if (!kmap_arch_pte_is_none(tlb->ptes[index]))
		return tlb->ptes[index];
	tlb_forget(cpu, tlb->order[tlb->next]);
	tlb->order[tlb->next] = index;
	tlb->next = (tlb->next + 1) % TLB_ROOM;
	tlb->ptes[index] = pte;
	return pte;
}

void port_tlb_invalidate(void *address)
{
	if (broken != BROKEN_TLB)
		tlb_forget(running->cpu, table_index((uintptr_t)address));
}

void kmap_host_flush_all(uintptr_t start, uintptr_t end)
{
	for (unsigned int cpu = 0; cpu < CPUS && broken != BROKEN_FLUSH; cpu++)
		for (uintptr_t page = start; page < end; page += KMAP_PAGE_SIZE)
			if (broken != BROKEN_FLUSH_OTHERS || cpu == running->cpu)
				tlb_forget(cpu, table_index(page));
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
	uintptr_t address = (uintptr_t)info->si_addr, index = table_index(address);
	const struct kmap_pte *walked = port_walk(address);
	struct kmap_pte pte = kmap_arch_pte_none();

	(void)signal;
	(void)context;
	if (walked && !seen[index])
		pte = tlb_find(running->cpu, index, *walked);
	if (kmap_arch_pte_is_none(pte)) {
		printf("Bail out! fault at %p\n", info->si_addr);
		fflush(stdout);
		_exit(1);
	}
	seen[index] = true;
	place(address, PROT_READ | (pte.word & KMAP_PTE_WRITE ? PROT_WRITE : 0), MAP_SHARED, ram,
	      (off_t)(pte.word & ~(KMAP_PAGE_SIZE - 1)));
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
