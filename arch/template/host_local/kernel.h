/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An example: the tasks and CPUs of an SMP kernel, with kmap's two structures embedded
 * in them.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <kmap/types.h>

struct task {
	int number;
	/* The scheduler does not move the task to another CPU unless this is 0. */
	unsigned int pins;
	struct kmap_ctrl kmap;
};

struct cpu {
	unsigned int number;
	struct kmap_window window;
};

/* One for each frame of RAM, in order. */
struct page {
	unsigned int users;
};

extern struct page pages[];
/* Frames of RAM; the first @direct_frames are in the direct map. */
extern unsigned long frames, direct_frames;

#define DIRECT_BASE ((uintptr_t)0xc0000000u)
#define WINDOW_BASE ((uintptr_t)0xff001000u)

/* Both are one load. */
struct task *current_task(void);
struct cpu *this_cpu(void);

#endif
