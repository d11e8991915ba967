/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The display: the only device with memory that a machine may have.
 */
#ifndef KERNEL_DEVICE_H
#define KERNEL_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct display - a frame buffer
 * @base:   physical address of its first byte, a multiple of the page size
 * @size:   bytes, whole pages, at least @height * @stride
 * @width:  pixels in a line. A pixel is a word of 32 bits, 0x00rrggbb
 * @height: lines, top first
 * @stride: bytes from a line to the next
 * @is_blue_first: a pixel is 0x00bbggrr instead
 */
struct display {
	uint64_t base;
	uint64_t size;
	uint32_t width;
	uint32_t height;
	uint32_t stride;
	bool is_blue_first;
};

/* The mode that displays are set to. */
#define DISPLAY_WIDTH 640u
#define DISPLAY_HEIGHT 480u

/*
 * Find the display and set its mode; provided by the machine. Maps device memory
 * with kmap. False if there is none. Task context, preemption enabled.
 */
bool device_display(struct display *display);

/*
 * The picture is complete: a machine without a visible display writes it to the file
 * that the user named. Task context.
 */
void device_display_show(const struct display *display);

#endif
