/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reading a flattened device tree (Devicetree Specification 0.4, chapter 5).
 */
#ifndef DRIVERS_FDT_H
#define DRIVERS_FDT_H

#include <stdint.h>

/* A property of a node. The value is big-endian and aligned to four bytes. */
struct fdt_property {
	const void *value;
	uint32_t bytes;
};

/*
 * The property @name of the node /@node, whose name is compared up to its unit address: "memory"
 * finds /memory@40000000. The value is NULL if there is none.
 */
struct fdt_property fdt_find(const void *tree, const char *node, const char *name);

/* The file to work on, by the physical addresses where the loader has put it; 0 if there is none. */
struct fdt_file {
	uint64_t start, end;
};

/*
 * Add the RAM of the machine to that of the kernel, and reserve the image. Panics if there is no
 * device tree at @tree.
 */
void fdt_memory_read(const void *tree);

/* What the loader says beside that; the text lies in the tree. */
struct fdt_file fdt_file(const void *tree);
const char *fdt_command_line(const void *tree);

/*
 * Boot with the machine's device tree: RAM, the command line, the file to work on. The tree and the
 * file are in the direct map.
 */
_Noreturn void fdt_boot(const void *tree);

#endif
