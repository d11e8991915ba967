/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Segments and interrupt gates. GS of each CPU begins at the word that points
 * to its current task.
 */
#include "layout.h"
#include "task.h"
#include "x86.h"

#define GATES 256
#define ENTRY_BYTES 16
#define GDT_ENTRIES (3 + KMAP_CPUS_MAX)

extern const uint8_t trap_entries[];

static struct task *current_of[KMAP_CPUS_MAX];
static uint64_t gdt[GDT_ENTRIES];
static uint64_t idt[GATES];

struct __attribute__((packed)) table_pointer {
	uint16_t limit;
	uint32_t base;
};

/* A flat segment from @base to the end of memory. */
static uint64_t segment(uint32_t base, uint64_t access)
{
	return 0xffffull | (uint64_t)(base & 0xffffff) << 16 | access << 40 | 0xcfull << 48 |
	       (uint64_t)(base >> 24) << 56;
}

/* An interrupt gate: interrupts are off in the handler. */
static uint64_t gate(uint32_t entry)
{
	return (entry & 0xffff) | (uint64_t)SELECTOR_CODE << 16 | 0x8eull << 40 |
	       (uint64_t)(entry >> 16) << 48;
}

static void tables_fill(void)
{
	gdt[1] = segment(0, 0x9b);
	gdt[2] = segment(0, 0x93);
	for (unsigned int i = 0; i < KMAP_CPUS_MAX; i++)
		gdt[3 + i] = segment((uint32_t)&current_of[i], 0x93);
	for (unsigned int i = 0; i < GATES; i++)
		idt[i] = gate((uint32_t)trap_entries + i * ENTRY_BYTES);
}

void descriptors_load(unsigned int number, struct task *current)
{
	struct table_pointer gdt_pointer = { sizeof(gdt) - 1, (uint32_t)gdt };
	struct table_pointer idt_pointer = { sizeof(idt) - 1, (uint32_t)idt };

	if (number == 0)
		tables_fill();
	current_of[number] = current;
	__asm__ volatile("lgdt %0; lidt %1" : : "m"(gdt_pointer), "m"(idt_pointer) : "memory");
	__asm__ volatile("ljmp %0, $1f; 1:" : : "i"(SELECTOR_CODE));
	__asm__ volatile("movw %w0, %%ds; movw %w0, %%es; movw %w0, %%ss; movw %w0, %%fs"
			 :
			 : "r"(SELECTOR_DATA)
			 : "memory");
	__asm__ volatile("movw %w0, %%gs" : : "r"(SELECTOR_CURRENT + 8 * number) : "memory");
}
