/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Console, clock, exit, and processor exceptions.
 */
#include "machine_private.h"
#include "print.h"

/* Registers on a line of a report. */
#define REGISTERS_PER_LINE 3

void machine_console_write(const char *text, size_t length)
{
	unsigned long flags = irq_save();

	os_console_write(text, length);
	irq_restore(flags);
}

int machine_console_read(void)
{
	unsigned long flags = irq_save();
	int character = os_console_read();

	irq_restore(flags);
	return character;
}

void machine_exit(bool ok)
{
	irq_disable();
	os_exit(ok ? 0 : 1);
}

uint64_t machine_now_ns(void)
{
	unsigned long flags = irq_save();
	uint64_t now_ns = os_now_ns();

	irq_restore(flags);
	return now_ns;
}

/* No faster clock exists on all hosts. */
uint64_t machine_counter(void)
{
	return machine_now_ns();
}

bool machine_can_forbid_execution(void)
{
	return true;
}

void machine_code_write(void *to)
{
	unsigned long flags = irq_save();

	os_code_write(to);
	irq_restore(flags);
}

bool machine_code_call(const void *code)
{
	unsigned long flags = irq_save();
	bool ran = os_code_call(code);

	irq_restore(flags);
	return ran;
}

/* Not with print(): the task that faulted may hold its lock. */
static void print_register(const struct os_register *reg, const char *end)
{
	char text[64];

	machine_console_write(text, print_to(text, sizeof(text), "%s=%016llx%s", reg->name,
					     (unsigned long long)reg->value, end));
}

void machine_fault(const struct os_fault *fault)
{
	irq_disable();
	for (unsigned int i = 0; i < fault->register_count; i++) {
		bool last = i + 1 == fault->register_count;

		print_register(&fault->registers[i],
			       last || i % REGISTERS_PER_LINE == REGISTERS_PER_LINE - 1 ? "\n"
											: " ");
	}
	exception_report(fault->what, fault->address, fault->code_address);
}

/* The host's kernel owns the page tables. */
bool machine_can_walk(void)
{
	return false;
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	(void)number;
	(void)visit;
	(void)context;
}

bool machine_try_read(const void *address, uint8_t *byte)
{
	(void)address;
	(void)byte;
	return false;
}
