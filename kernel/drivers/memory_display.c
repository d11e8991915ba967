/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A display that shows a part of RAM, as small boards have: the kernel has no other use for that
 * part, and tools/guest/machine.py knows where it is. It is high memory.
 */
#include "memory_display.h"

#include "device.h"
#include "devices.h"
#include "machine.h"

#define PIXEL_BYTES 4u
#define DISPLAY_BYTES (DISPLAY_WIDTH * DISPLAY_HEIGHT * PIXEL_BYTES)

/* Whether there is enough RAM. */
static bool has_display;

void display_ram_add(uint64_t start, uint64_t end)
{
	has_display = end >= DISPLAY_PHYSICAL + DISPLAY_BYTES;
	if (!has_display) {
		memory_add(start, end);
		return;
	}
	memory_add(start, DISPLAY_PHYSICAL);
	memory_add(DISPLAY_PHYSICAL + DISPLAY_BYTES, end);
}

bool device_display(struct display *display)
{
	*display = (struct display){ .base = DISPLAY_PHYSICAL,
				     .size = DISPLAY_BYTES,
				     .width = DISPLAY_WIDTH,
				     .height = DISPLAY_HEIGHT,
				     .stride = DISPLAY_WIDTH * PIXEL_BYTES };
	return has_display;
}

/* Nothing to do: the display shows what is there. */
void device_display_show(const struct display *display)
{
	(void)display;
}
