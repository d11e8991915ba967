/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the boot loader passes (Multiboot 1): memory map, command line, the file.
 */
#include "multiboot.h"

#include "machine.h"
#include "memory.h"
#include "print.h"

#define MULTIBOOT_LOADER_MAGIC 0x2badb002u
#define REAL_MODE_END 0x100000u
#define MEMORY_USABLE 1u

enum multiboot_flag {
	MULTIBOOT_COMMAND_LINE = 1u << 2,
	MULTIBOOT_MODULES = 1u << 3,
	MULTIBOOT_MEMORY_MAP = 1u << 6,
};

struct multiboot_info {
	uint32_t flags;
	uint32_t mem_lower, mem_upper;
	uint32_t boot_device;
	uint32_t command_line;
	uint32_t module_count, modules;
	uint32_t symbols[4];
	uint32_t map_length, map;
};

struct multiboot_module {
	uint32_t start, end;
	uint32_t text;
	uint32_t reserved;
};

struct __attribute__((packed)) multiboot_range {
	uint32_t size; /* of what follows */
	uint64_t start, length;
	uint32_t type;
};

extern const uint8_t kernel_end[];

static void map_read(const struct multiboot_info *info)
{
	uintptr_t at = (uintptr_t)direct_address(info->map);
	uintptr_t end = at + info->map_length;

	if (!(info->flags & MULTIBOOT_MEMORY_MAP))
		panic("the boot loader gives no memory map");
	while (at < end) {
		const struct multiboot_range *range = (const struct multiboot_range *)at;

		if (range->type == MEMORY_USABLE)
			memory_add(range->start, range->start + range->length);
		at += range->size + sizeof(range->size);
	}
	memory_reserve(0, REAL_MODE_END);
	memory_reserve(REAL_MODE_END, (uintptr_t)kernel_end - DIRECT_BASE);
}

void multiboot_start(uint32_t magic, uint32_t information)
{
	const struct multiboot_info *info = direct_address(information);
	const struct multiboot_module *module = direct_address(info->modules);
	const char *command_line = "";

	if (magic != MULTIBOOT_LOADER_MAGIC)
		panic("not started by a Multiboot loader");
	map_read(info);
	if (info->flags & MULTIBOOT_COMMAND_LINE)
		command_line = direct_address(info->command_line);
	if (!(info->flags & MULTIBOOT_MODULES) || !info->module_count)
		kernel_main(command_line, NULL, 0);
	memory_reserve(module->start, module->end);
	kernel_main(command_line, direct_address(module->start), module->end - module->start);
}
