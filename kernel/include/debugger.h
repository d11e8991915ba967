/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a debugger can find neither in the kernel's memory nor in its debug information. Nothing in
 * the kernel reads it; tools/gdb/ does.
 */
#ifndef KERNEL_DEBUGGER_H
#define KERNEL_DEBUGGER_H

#include <stdint.h>

/**
 * struct debugger_constants - constants of this kernel
 * @page_shift:      an address shifted by it is the number of its page
 * @direct_base:     the first address of the direct map
 * @direct_first:    the frame that lies there
 * @persistent_base: the first address of the persistent window
 * @io_base:         the first address of the I/O window
 * @private_offset:  where windows are private: the PTE of slot 0, in bytes from the first PTE of
 *                   a CPU's own page tables
 * @tick_ns:         from a tick to the next
 */
struct debugger_constants {
	unsigned int page_shift;
	uintptr_t direct_base;
	uintptr_t direct_first;
	uintptr_t persistent_base;
	uintptr_t io_base;
	uintptr_t private_offset;
	uint64_t tick_ns;
};

extern const struct debugger_constants debugger_constants;

#endif
