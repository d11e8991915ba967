/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The display: device memory in the frames that follow RAM. It is written to a file when
 * the kernel says that the picture is complete.
 */
#include "device.h"

#include <kmap/types.h>

#include "machine_private.h"

#define PIXEL_BYTES 4u
#define SCREEN_BYTES ((uint64_t)DISPLAY_WIDTH * DISPLAY_HEIGHT * PIXEL_BYTES)

_Static_assert(SCREEN_BYTES <= DEVICE_BYTES, "the frames of devices must hold the screen");

bool device_display(struct display *display)
{
	*display = (struct display){
		.base = um_memory.ram_bytes,
		.size = DEVICE_BYTES,
		.width = DISPLAY_WIDTH,
		.height = DISPLAY_HEIGHT,
		.stride = DISPLAY_WIDTH * PIXEL_BYTES,
	};
	return true;
}

void device_display_show(const struct display *display)
{
	unsigned long flags;

	if (!um_memory.screen)
		return;
	flags = irq_save();
	os_screen_save(um_memory.screen, display->base, display->width, display->height);
	irq_restore(flags);
}
