/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reading a flattened device tree: a header, then tokens in the order of the tree.
 */
#include "fdt.h"

#include "machine.h"
#include "options.h"

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

/* A place in the tokens, and how deep that is: the root node's own properties are at depth 1. */
struct place {
	const uint32_t *at;
	unsigned int depth;
	const char *node; /* at depth 2 */
};

static uint32_t word(const uint32_t *at)
{
	return __builtin_bswap32(*at);
}

bool fdt_is_valid(const void *tree)
{
	return word((const uint32_t *)tree + HEADER_MAGIC) == FDT_MAGIC;
}

uint32_t fdt_bytes(const void *tree)
{
	return word((const uint32_t *)tree + HEADER_BYTES);
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
			if (++place->depth == 2)
				place->node = (const char *)place->at;
			place->at += text_words((const char *)place->at);
			break;
		case FDT_END_NODE:
			place->depth--;
			break;
		case FDT_PROPERTY:
			place->at += 2 + (word(token + 1) + 3) / 4;
			return token;
		case FDT_NOTHING:
			break;
		default:
			return NULL;
		}
	}
}

struct fdt_property fdt_find(const void *tree, const char *node, const char *name)
{
	const uint32_t *header = tree;
	const char *strings = (const char *)tree + word(header + HEADER_STRINGS);
	struct place place = { header + word(header + HEADER_STRUCTURE) / 4, 0, "" };
	const uint32_t *token;

	while ((token = property_next(&place)))
		if (place.depth == 2 && is_node(place.node, node) &&
		    text_equal(strings + word(token + 2), name))
			return (struct fdt_property){ token + 3, word(token + 1) };
	return (struct fdt_property){ NULL, 0 };
}

/* A number of two cells. */
static uint64_t long_number(const uint32_t *cells)
{
	return (uint64_t)word(cells) << 32 | word(cells + 1);
}

uint64_t fdt_number(struct fdt_property property, uint64_t absent)
{
	if (!property.value)
		return absent;
	return property.bytes == 8 ? long_number(property.value) : word(property.value);
}

void fdt_memory_add(const void *tree)
{
	struct fdt_property ranges = fdt_find(tree, "memory", "reg");
	const uint32_t *cells = ranges.value;

	for (uint32_t i = 0; i < ranges.bytes / 4; i += 4) {
		uint64_t start = long_number(cells + i);

		memory_add(start, start + long_number(cells + i + 2));
	}
}
