/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Segments and interrupt gates. GS of each CPU begins at the word that points
 * to its current task.
 */
#include "io.h"
#include "layout.h"
#include "task.h"
#include "x86.h"

#define GATES 256
#define ENTRY_BYTES 16

#define MSR_GS_BASE 0xc0000101u

extern const uint8_t trap_entries[];

static struct task *current_of[KMAP_CPUS_MAX];

/* 64-bit code, and data. */
static const uint64_t gdt[] = { 0, 0x00af9b000000ffff, 0x00cf93000000ffff };

struct gate {
	uint64_t low, high;
};

static struct gate idt[GATES];

struct __attribute__((packed)) table_pointer {
	uint16_t limit;
	uintptr_t base;
};

/* An interrupt gate: interrupts are off in the handler. */
static struct gate gate(uintptr_t entry)
{
	return (struct gate){ (entry & 0xffff) | (uint64_t)SELECTOR_CODE << 16 | 0x8eull << 40 |
				      (entry >> 16 & 0xffff) << 48,
			      entry >> 32 };
}

void descriptors_load(unsigned int number, struct task *current)
{
	struct table_pointer gdt_pointer = { sizeof(gdt) - 1, (uintptr_t)gdt };
	struct table_pointer idt_pointer = { sizeof(idt) - 1, (uintptr_t)idt };

	for (unsigned int i = 0; number == 0 && i < GATES; i++)
		idt[i] = gate((uintptr_t)trap_entries + i * ENTRY_BYTES);
	current_of[number] = current;
	/* The code segment has the same number, and the same bits, as in boot.S. */
	__asm__ volatile("lgdt %0; lidt %1" : : "m"(gdt_pointer), "m"(idt_pointer) : "memory");
	__asm__ volatile("movw %w0, %%ds; movw %w0, %%es; movw %w0, %%ss; movw %w0, %%fs; "
			 "movw %w0, %%gs"
			 :
			 : "r"(SELECTOR_DATA)
			 : "memory");
	write_msr(MSR_GS_BASE, (uintptr_t)&current_of[number]);
}
