/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reading a flattened device tree: a header, then tokens in the order of the tree.
 */
#include "fdt.h"

#include "byte_order.h"
#include "machine.h"
#include "memory.h"
#include "options.h"
#include "print.h"

#define FDT_MAGIC 0xd00dfeedu

/* Words of the header. */
enum fdt_header {
	HEADER_MAGIC,
	HEADER_BYTES,
	HEADER_STRUCTURE,
	HEADER_STRINGS,
};

enum fdt_token {
	FDT_BEGIN_NODE = 1,
	FDT_END_NODE = 2,
	FDT_PROPERTY = 3,
	FDT_NOTHING = 4,
};

/* The kernel's image, in the direct map. */
extern const uint8_t kernel_start[], kernel_end[];

/* A place in the tokens, and the node that began last: properties precede the nodes in a node. */
struct place {
	const uint32_t *at;
	const char *node;
};

/* The tree of this machine. */
static const uint32_t *header;

static uint32_t word(const uint32_t *at)
{
	return big_endian32(*at);
}

/* Words that a text takes, its final zero included. */
static uint32_t text_words(const char *text)
{
	uint32_t bytes = 0;

	while (text[bytes++])
		;
	return (bytes + 3) / 4;
}

/* Whether @full is @name, or @name and a unit address. */
static bool is_node(const char *full, const char *name)
{
	for (; *name; full++, name++)
		if (*full != *name)
			return false;
	return !*full || *full == '@';
}

/* Go to the next property; NULL after the last one. */
static const uint32_t *property_next(struct place *place)
{
	for (;;) {
		const uint32_t *token = place->at++;

		switch (word(token)) {
		case FDT_BEGIN_NODE:
			place->node = (const char *)place->at;
			place->at += text_words((const char *)place->at);
			break;
		case FDT_END_NODE:
		case FDT_NOTHING:
			break;
		case FDT_PROPERTY:
			place->at += 2 + (word(token + 1) + 3) / 4;
			return token;
		default:
			return NULL;
		}
	}
}

struct fdt_property fdt_find(const char *node, const char *name)
{
	const char *strings = (const char *)header + word(header + HEADER_STRINGS);
	struct place place = { header + word(header + HEADER_STRUCTURE) / 4, "" };
	const uint32_t *token;

	while ((token = property_next(&place)))
		if (is_node(place.node, node) && text_equal(strings + word(token + 2), name))
			return (struct fdt_property){ token + 3, word(token + 1) };
	return (struct fdt_property){ NULL, 0 };
}

/* A number of two cells. */
static uint64_t long_number(const uint32_t *cells)
{
	return (uint64_t)word(cells) << 32 | word(cells + 1);
}

struct fdt_range fdt_range(const char *node)
{
	struct fdt_property ranges = fdt_find(node, "reg");
	const uint32_t *cells = ranges.value;

	if (ranges.bytes < 16)
		return (struct fdt_range){ 0, 0 };
	return (struct fdt_range){ long_number(cells), long_number(cells + 2) };
}

uint32_t fdt_number(const char *node, const char *name)
{
	struct fdt_property property = fdt_find(node, name);

	return property.bytes < 4 ? 0 : word(property.value);
}

/* An address under /chosen, of one or two cells; 0 if there is none. */
static uint64_t chosen_address(const char *name)
{
	struct fdt_property property = fdt_find("chosen", name);

	if (!property.value)
		return 0;
	return property.bytes == 8 ? long_number(property.value) : word(property.value);
}

struct fdt_range fdt_file(void)
{
	uint64_t start = chosen_address("linux,initrd-start");

	return (struct fdt_range){ start, chosen_address("linux,initrd-end") - start };
}

const char *fdt_command_line(void)
{
	const char *text = fdt_find("chosen", "bootargs").value;

	return text ? text : "";
}

/* direct_physical() before the size of the direct map is known. */
static uint64_t physical(const void *address)
{
	return (uintptr_t)address - DIRECT_BASE + DIRECT_PHYSICAL;
}

void fdt_memory_read(void)
{
	struct fdt_property ranges = fdt_find("memory", "reg");
	const uint32_t *cells = ranges.value;

	for (uint32_t i = 0; i < ranges.bytes / 4; i += 4) {
		uint64_t start = long_number(cells + i);

		memory_add(start, start + long_number(cells + i + 2));
	}
	memory_reserve(physical(kernel_start), physical(kernel_end));
}

uint32_t fdt_init(const void *tree)
{
	header = tree;
	if (word(header + HEADER_MAGIC) != FDT_MAGIC)
		panic("the boot loader gives no device tree");
	return word(header + HEADER_BYTES);
}

void fdt_boot(const void *tree)
{
	uint32_t bytes = fdt_init(tree);
	struct fdt_range file = fdt_file();

	fdt_memory_read();
	memory_reserve(physical(tree), physical(tree) + bytes);
	memory_reserve(file.start, file.start + file.bytes);
	kernel_main(fdt_command_line(), file.bytes ? direct_address(file.start) : NULL,
		    (size_t)file.bytes);
}
