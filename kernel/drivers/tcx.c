/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The display: a TCX with 24 bits for a pixel. It shows 1024 by 768 pixels; the first ones of the first
 * lines are used. A second plane says of each pixel how it is shown.
 */
#include "device.h"

#include <kmap/kmap.h>

#include "devices.h"
#include "sparc.h"

/* Where the planes begin, and what a word of the second one is for a pixel with a colour of its own. */
#define COLOURS_PHYSICAL (TCX_PHYSICAL + 0x02000000u)
#define CONTROL_PHYSICAL (TCX_PHYSICAL + 0x0a000000u)
#define CONTROL_DIRECT 0x03000000u

#define DEPTH 24u
#define LINES 768u
#define LINE_BYTES 4096u

_Static_assert(LINE_BYTES == KMAP_PAGE_SIZE, "a line has a page of its own");

static void line_set(uint32_t line)
{
	unsigned long pfn = (unsigned long)(CONTROL_PHYSICAL >> KMAP_ARCH_PAGE_SHIFT) + line;
	volatile uint32_t *words = kmap_local_pfn_prot(pfn, KMAP_PROT_UNCACHED);

	if (!words)
		return;
	for (uint32_t x = 0; x < DISPLAY_WIDTH; x++)
		words[x] = CONTROL_DIRECT;
	kunmap_local((const void *)words);
}

bool device_display(struct display *display)
{
	if (config_display_depth() != DEPTH)
		return false;
	for (uint32_t line = 0; line < DISPLAY_HEIGHT; line++)
		line_set(line);
	*display = (struct display){
		.base = COLOURS_PHYSICAL,
		.size = LINES * LINE_BYTES,
		.width = DISPLAY_WIDTH,
		.height = DISPLAY_HEIGHT,
		.stride = LINE_BYTES,
		.is_blue_first = true,
	};
	return true;
}

/* Nothing to do: the emulator shows the screen. */
void device_display_show(const struct display *display)
{
	(void)display;
}
