/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An example: what a kernel with several CPUs has anyway, and the two structures
 * of kmap in it.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <kmap/types.h>

struct task {
	int number;
	/* The scheduler moves a task that does not run only while this is 0. */
	unsigned int pins;
	struct kmap_ctrl kmap;
};

struct cpu {
	unsigned int number;
	struct kmap_cpu kmap;
};

/* One for each frame of RAM, in order. */
struct page {
	unsigned int users;
};

extern struct page pages[];
/* Frames of RAM; the first of them are mapped for good. */
extern unsigned long frames, direct_frames;

#define DIRECT_BASE ((uintptr_t)0xc0000000u)
#define WINDOW_BASE ((uintptr_t)0xff001000u)

/* Both are one load. */
struct task *current_task(void);
struct cpu *this_cpu(void);

#endif
