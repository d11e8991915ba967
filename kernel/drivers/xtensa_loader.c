/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the loader of an Xtensa board passes, as Linux's boot protocol wants it: records with a tag
 * and a size, the command line, RAM and a file among them.
 */
#include "simcall_display.h"
#include "machine.h"
#include "memory.h"
#include "xtensa.h"

#define TAG_COMMAND_LINE 0x1001
#define TAG_FILE 0x1002
#define TAG_MEMORY 0x1003
#define TAG_LAST 0x7e0b

/* The head of a record. What follows has @size bytes. */
struct record {
	uint16_t tag;
	uint16_t size;
};

/* What follows in records of memory and of files: [@start, @end). */
struct record_memory {
	uint32_t type;
	uint32_t start, end;
};

/* The kernel's image, in the direct map. */
extern const uint8_t kernel_end[];

/* What follows the head of the record with this tag; NULL if there is none. */
static const void *record_find(const struct record *record, uint16_t tag)
{
	while (record->tag != TAG_LAST && record->tag != tag)
		record = (const struct record *)((const char *)(record + 1) + record->size);
	return record->tag == tag ? record + 1 : NULL;
}

void loader_boot(const void *parameters)
{
	const char *line = record_find(parameters, TAG_COMMAND_LINE);
	const struct record_memory *ram = record_find(parameters, TAG_MEMORY);
	const struct record_memory *file = record_find(parameters, TAG_FILE);

	memory_add(ram->start, display_reserve(ram->end));
	memory_reserve(0, PHYSICAL((uintptr_t)kernel_end));
	if (file)
		memory_reserve(file->start, file->end);
	kernel_main(line ? line : "", file ? direct_address(file->start) : NULL,
		    file ? file->end - file->start : 0);
}
