/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reading a flattened device tree (Devicetree Specification 0.4, chapter 5).
 */
#ifndef DRIVERS_FDT_H
#define DRIVERS_FDT_H

#include <stddef.h>
#include <stdint.h>

/* A property of a node. The value is big-endian and aligned to four bytes. */
struct fdt_property {
	const void *value;
	uint32_t bytes;
};

/* Physical addresses; none if there are no bytes. */
struct fdt_range {
	uint64_t start, bytes;
};

/*
 * The property @name of the first node @node that has it, at whatever depth. The node's name is
 * compared up to its unit address: "memory" finds /memory@40000000. The value is NULL if there is
 * none. After fdt_init().
 */
struct fdt_property fdt_find(const char *node, const char *name);

/* A property of one cell; 0 if there is none. */
uint32_t fdt_number(const char *node, const char *name);

/* The first range of addresses in the property reg of @node. Each number has two cells. */
struct fdt_range fdt_range(const char *node);

/*
 * Read @tree from now on; returns its bytes. Panics if there is none. Not needed before fdt_boot().
 */
uint32_t fdt_init(const void *tree);

/* Add the RAM of the machine to that of the kernel, and reserve the kernel's image. */
void fdt_memory_read(void);

/* The file to work on, where the loader has put it. */
struct fdt_range fdt_file(void);

/* The kernel's command line, in the tree. */
const char *fdt_command_line(void);

/* The file to work on, in the direct map; NULL if there is none. */
struct fdt_kept {
	const void *address;
	size_t bytes;
};

/*
 * Bring device tree and file into the direct map, from wherever the loader has put them, and add
 * RAM. @tree is the physical address of the tree, and there is a map of both at their physical
 * addresses, which is not needed later. From then on the tree that was moved is read.
 */
struct fdt_kept fdt_keep(uintptr_t tree);

/*
 * Boot with the machine's device tree: RAM, the command line, the file to work on. Tree and file
 * are in the direct map.
 */
_Noreturn void fdt_boot(const void *tree);

#endif
