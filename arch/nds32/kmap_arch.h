/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * NDS32 (AndeStar version 3), one CPU, with a TLB that the processor or the host's handler loads
 * from page tables in memory.
 *
 * The data cache is indexed by virtual addresses, and tagged by physical ones: where a way is larger
 * than a page it has colours.
 *
 * Compiled only: no emulator in Debian runs it.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

#define KMAP_ARCH_PAGE_SHIFT 12

/* Size of a way of the data cache divided by the size of a page, at least 1. */
#ifndef KMAP_NDS32_COLOURS
#define KMAP_NDS32_COLOURS 1
#endif
/* 1: lines are written back and dropped before a mapping goes, for user space at any colour. */
#ifndef KMAP_NDS32_CACHE_RETIRES
#define KMAP_NDS32_CACHE_RETIRES 0
#endif
#ifndef KMAP_NDS32_CACHE_LINE_BYTES
#define KMAP_NDS32_CACHE_LINE_BYTES 32
#endif

KMAP_STATIC_ASSERT(KMAP_CPUS_MAX == 1, "KMAP_CPUS_MAX must be 1: this port is for one CPU");

/* Objects that differ in these do not link. */
#define KMAP_NDS32_CONFIG_PASTE(colours, retires) nds32_colours##colours##_retires##retires
#define KMAP_NDS32_CONFIG_NAME(colours, retires) KMAP_NDS32_CONFIG_PASTE(colours, retires)
#define KMAP_ARCH_CONFIG KMAP_NDS32_CONFIG_NAME(KMAP_NDS32_COLOURS, KMAP_NDS32_CACHE_RETIRES)

#define KMAP_PTE_VALID 0x001u
/* What the kernel may do, user space nothing. */
#define KMAP_PTE_KERNEL_READ 0x00au
#define KMAP_PTE_KERNEL_WRITE 0x00eu
/* Dirty and accessed: set beforehand. */
#define KMAP_PTE_DIRTY 0x010u
#define KMAP_PTE_EXECUTE 0x020u
#define KMAP_PTE_ACCESSED 0x040u
#define KMAP_PTE_GLOBAL 0x080u
/* Kinds of memory: device, device whose writes are combined, memory that is written back. */
#define KMAP_PTE_DEVICE 0x000u
#define KMAP_PTE_DEVICE_COMBINED 0x100u
#define KMAP_PTE_CACHED 0x600u

typedef uint32_t kmap_pte_word_t;
#define KMAP_PTE_NONE 0

#include <kmap/port/pte_one_word.h>

#include <kmap/port/page_bytes.h>
#include <kmap/port/store.h>

/* Attributes: the low bits of the PTE. */
typedef uint32_t kmap_prot_t;

#define KMAP_PTE_KIND(kind) (KMAP_PTE_VALID | KMAP_PTE_ACCESSED | KMAP_PTE_GLOBAL | (kind))
#define KMAP_PROT_READ_ONLY KMAP_PTE_KIND(KMAP_PTE_KERNEL_READ | KMAP_PTE_CACHED)
#define KMAP_PROT_DEFAULT KMAP_PTE_KIND(KMAP_PTE_KERNEL_WRITE | KMAP_PTE_DIRTY | KMAP_PTE_CACHED)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | KMAP_PTE_EXECUTE)
#define KMAP_PROT_UNCACHED KMAP_PTE_KIND(KMAP_PTE_KERNEL_WRITE | KMAP_PTE_DIRTY | KMAP_PTE_DEVICE)
#define KMAP_PROT_WRITE_COMBINED                                                                   \
	KMAP_PTE_KIND(KMAP_PTE_KERNEL_WRITE | KMAP_PTE_DIRTY | KMAP_PTE_DEVICE_COMBINED)

#include <kmap/port/pte_valid_bit.h>

#include <kmap/port/saved_plain.h>

/* MSYNC: a walk of the tables sees the store. A PTE that is none is in no TLB. */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	kmap_pte_write(pte, value);
	__asm__ volatile("msync all\n\tisb" : : : "memory");
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

/* MSYNC: no walk brings the old PTE back. A global entry is found in every address space. */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	__asm__ volatile("msync all\n\ttlbop %0, invalidate\n\tisb" : : "r"(address) : "memory");
}

#if KMAP_NDS32_COLOURS == 1 && !KMAP_NDS32_CACHE_RETIRES

#include <kmap/port/caches_plain.h>

#else

#define KMAP_ARCH_COLOURS KMAP_NDS32_COLOURS
#define KMAP_ARCH_CACHE_RETIRES KMAP_NDS32_CACHE_RETIRES

static inline void kmap_cache_drop(uintptr_t address)
{
	uintptr_t line = address >> KMAP_ARCH_PAGE_SHIFT << KMAP_ARCH_PAGE_SHIFT;
	uintptr_t end = line + (1 << KMAP_ARCH_PAGE_SHIFT);

	for (; line < end; line += KMAP_NDS32_CACHE_LINE_BYTES)
		__asm__ volatile("cctl %0, l1d_va_wbinval, 1level" : : "r"(line) : "memory");
	__asm__ volatile("msync all" : : : "memory");
}

#include <kmap/port/caches_coloured.h>

#endif

/*
 * Words that tasks and interrupt handlers change; there is one CPU. Load locked and store
 * conditional: an exception in between makes the store fail.
 */
static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	uint32_t value = *(const volatile uint32_t *)word;

	__asm__ volatile("" : : : "memory");
	return value;
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	__asm__ volatile("" : : : "memory");
	*(volatile uint32_t *)word = value;
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	uint32_t found, stored;

	__asm__ volatile("1:\n\t"
			 "llw %0, [%2 + (%5 << 0)]\n\t"
			 "bne %0, %3, 2f\n\t"
			 "mov55 %1, %4\n\t"
			 "scw %1, [%2 + (%5 << 0)]\n\t"
			 "beqz %1, 1b\n"
			 "2:"
			 : "=&r"(found), "=&r"(stored)
			 : "r"(word), "r"(old), "r"(value), "r"(0)
			 : "memory");
	return found == old;
}

static inline void kmap_arch_count(uint32_t *counter)
{
	uint32_t count;

	__asm__ volatile("1:\n\t"
			 "llw %0, [%1 + (%2 << 0)]\n\t"
			 "addi %0, %0, 1\n\t"
			 "scw %0, [%1 + (%2 << 0)]\n\t"
			 "beqz %0, 1b"
			 : "=&r"(count)
			 : "r"(counter), "r"(0)
			 : "memory");
}

#endif
