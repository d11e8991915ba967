/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Descriptors, interrupts, the local APIC, the serial console.
 */
#include <stdarg.h>

#include "kernel.h"
#include "layout.h"

#define GATES 256
#define ENTRY_BYTES 16

#define VECTOR_TIMER 0x20
#define VECTOR_SPURIOUS 0xff
#define EXCEPTIONS 0x20

enum apic_register {
	APIC_EOI = 0xb0,
	APIC_SPURIOUS = 0xf0,
	APIC_COMMAND = 0x300,
	APIC_COMMAND_TARGET = 0x310,
	APIC_TIMER = 0x320,
	APIC_TIMER_START = 0x380,
	APIC_TIMER_DIVIDE = 0x3e0,
};

#define COMMAND_INIT 0x4500u
#define COMMAND_START (0x4600u | TRAMPOLINE >> 12)
#define COMMAND_FIXED 0x4000u
#define COMMAND_BUSY 0x1000u
#define TIMER_PERIODIC 0x20000u
#define TIMER_TICKS 1000000u

struct trap_frame {
	uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
	uint32_t vector;
	uint32_t error;
	uint32_t eip, cs, eflags;
};

struct __attribute__((packed)) table_pointer {
	uint16_t limit;
	uint32_t base;
};

extern const uint8_t trap_entries[], trampoline_start[], trampoline_end[];
extern void *other_stack;
void trap(struct trap_frame *frame);

static uint64_t gdt[3 + CPUS], idt[GATES];
static uint32_t print_lock;
static bool panic_expected;

static void out8(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t in8(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static volatile uint32_t *apic(enum apic_register offset)
{
	return (volatile uint32_t *)(APIC + (uintptr_t)offset);
}

/* A flat segment from @base to the end of memory. */
static uint64_t segment(uint32_t base, uint64_t access)
{
	return 0xffffull | (uint64_t)(base & 0xffffff) << 16 | access << 40 | 0xcfull << 48 |
	       (uint64_t)(base >> 24) << 56;
}

static void tables_fill(void)
{
	gdt[1] = segment(0, 0x9b);
	gdt[2] = segment(0, 0x93);
	for (unsigned int cpu = 0; cpu < CPUS; cpu++)
		gdt[3 + cpu] = segment((uint32_t)example_cpu_data(cpu), 0x93);
	for (unsigned int i = 0; i < GATES; i++) {
		uint32_t entry = (uint32_t)trap_entries + i * ENTRY_BYTES;

		idt[i] = (entry & 0xffff) | (uint64_t)SELECTOR_CODE << 16 | 0x8eull << 40 |
			 (uint64_t)(entry >> 16) << 48;
	}
}

void machine_cpu_init(unsigned int number)
{
	struct table_pointer gdt_pointer = { sizeof(gdt) - 1, (uint32_t)gdt };
	struct table_pointer idt_pointer = { sizeof(idt) - 1, (uint32_t)idt };

	if (number == 0)
		tables_fill();
	__asm__ volatile("lgdt %0; lidt %1" : : "m"(gdt_pointer), "m"(idt_pointer) : "memory");
	__asm__ volatile("ljmp %0, $1f; 1:" : : "i"(SELECTOR_CODE));
	__asm__ volatile("movw %w0, %%ds; movw %w0, %%es; movw %w0, %%ss; movw %w0, %%fs"
			 :
			 : "r"(SELECTOR_DATA)
			 : "memory");
	__asm__ volatile("movw %w0, %%gs" : : "r"(SELECTOR_CPU + 8 * number) : "memory");
	/* Mask all interrupts of the legacy PICs. */
	out8(0x21, 0xff);
	out8(0xa1, 0xff);
	*apic(APIC_SPURIOUS) = 0x100 | VECTOR_SPURIOUS;
}

void machine_timer_start(void)
{
	*apic(APIC_TIMER_DIVIDE) = 0xb;
	*apic(APIC_TIMER) = TIMER_PERIODIC | VECTOR_TIMER;
	*apic(APIC_TIMER_START) = TIMER_TICKS;
}

/* Interrupts off: a handler that sends an IPI must not come between the two writes. */
static void command(unsigned int number, uint32_t value)
{
	uint32_t flags = irq_save();

	while (*apic(APIC_COMMAND) & COMMAND_BUSY)
		__asm__ volatile("pause");
	*apic(APIC_COMMAND_TARGET) = number << 24;
	*apic(APIC_COMMAND) = value;
	irq_restore(flags);
}

void ipi_send(unsigned int number, unsigned int vector);

void ipi_send(unsigned int number, unsigned int vector)
{
	command(number, COMMAND_FIXED | vector);
}

void machine_cpu_run(unsigned int number, void *stack_end)
{
	__builtin_memcpy(direct(TRAMPOLINE >> 12), trampoline_start,
			 (size_t)(trampoline_end - trampoline_start));
	other_stack = stack_end;
	command(number, COMMAND_INIT);
	for (unsigned int i = 0; i < 20000; i++)
		(void)in8(0x80);
	command(number, COMMAND_START);
}

/* --- interrupts ----------------------------------------------------------- */

static void end_of_interrupt(void)
{
	*apic(APIC_EOI) = 0;
}

static unsigned int vector_now[CPUS];

static void example_handler(void)
{
	end_of_interrupt();
	example_vector(vector_now[example_cpu()]);
}

void trap(struct trap_frame *frame)
{
	uint32_t address;

	if (frame->vector == VECTOR_SPURIOUS)
		return;
	if (frame->vector == VECTOR_TIMER) {
		interrupt(end_of_interrupt);
		return;
	}
	if (frame->vector >= EXCEPTIONS) {
		vector_now[example_cpu()] = frame->vector;
		interrupt(example_handler);
		return;
	}
	__asm__ volatile("movl %%cr2, %0" : "=r"(address));
	panic("exception %u, error %x, at %x, address %x, CPU %u, task %s", frame->vector,
	      frame->error, frame->eip, address, example_cpu(), example_current()->name);
}

/* --- serial console ------------------------------------------------------- */

static void put(char character)
{
	while (!(in8(0x3fd) & 0x20))
		;
	out8(0x3f8, (uint8_t)character);
}

static void put_number(uint32_t value, unsigned int base)
{
	char digits[11];
	unsigned int count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	while (count)
		put(digits[--count]);
}

static void print_list(const char *format, va_list list)
{
	for (; *format; format++) {
		if (*format != '%') {
			put(*format);
			continue;
		}
		switch (*++format) {
		case 's':
			for (const char *text = va_arg(list, const char *); *text; text++)
				put(*text);
			break;
		case 'u':
			put_number(va_arg(list, uint32_t), 10);
			break;
		case 'x':
			put_number(va_arg(list, uint32_t), 16);
			break;
		}
	}
}

void printk(const char *format, ...)
{
	uint32_t flags = irq_save();
	va_list list;

	lock_take(&print_lock);
	va_start(list, format);
	print_list(format, list);
	va_end(list);
	lock_give(&print_lock);
	irq_restore(flags);
}

void machine_exit(bool right)
{
	__asm__ volatile("cli; outl %0, %1" : : "a"(right ? 0x10u : 0x11u), "Nd"((uint16_t)0xf4));
	for (;;)
		__asm__ volatile("hlt");
}

void panic_is_right(void)
{
	panic_expected = true;
}

void panic(const char *format, ...)
{
	va_list list;

	(void)irq_save();
	va_start(list, format);
	printk(panic_expected ? "the end: " : "panic: ");
	print_list(format, list);
	va_end(list);
	put('\n');
	machine_exit(panic_expected);
}
