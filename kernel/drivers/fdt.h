/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reading a flattened device tree (Devicetree Specification 0.4, chapter 5).
 */
#ifndef DRIVERS_FDT_H
#define DRIVERS_FDT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A property of a node. The value is big-endian and aligned to four bytes. */
struct fdt_property {
	const void *value;
	uint32_t bytes;
};

/* Whether there is a device tree at @tree. */
bool fdt_is_valid(const void *tree);

/* Bytes that it takes. */
uint32_t fdt_bytes(const void *tree);

/*
 * The property @name of the node /@node, whose name is compared up to its unit address: "memory"
 * finds /memory@40000000. The value is NULL if there is none.
 */
struct fdt_property fdt_find(const void *tree, const char *node, const char *name);

/* A number of one or two cells, the whole of a property; @absent if that does not exist. */
uint64_t fdt_number(struct fdt_property property, uint64_t absent);

/* Add the RAM in the node /memory to that of the kernel. Addresses and sizes have two cells. */
void fdt_memory_add(const void *tree);

#endif
