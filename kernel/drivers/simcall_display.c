/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The display: frames at the end of RAM that the kernel does not know as RAM. When the picture is
 * complete it goes to a file of the host, page by page.
 */
#include "simcall_display.h"

#include <kmap/kmap.h>

#include "device.h"
#include "options.h"
#include "print.h"
#include "simcall.h"

#define PIXEL_BYTES 4u
#define SCREEN_BYTES (DISPLAY_WIDTH * DISPLAY_HEIGHT * PIXEL_BYTES)
#define PAGE_PIXELS (KMAP_PAGE_SIZE / PIXEL_BYTES)
/* In the folder where the emulator runs. */
#define FILE_NAME "screen.ppm"

_Static_assert(SCREEN_BYTES % KMAP_PAGE_SIZE == 0, "a page has pixels of the screen only");

static uint64_t screen_physical;

uint64_t display_reserve(uint64_t end)
{
	screen_physical = end - SCREEN_BYTES;
	return screen_physical;
}

bool device_display(struct display *display)
{
	*display = (struct display){
		.base = screen_physical,
		.size = SCREEN_BYTES,
		.width = DISPLAY_WIDTH,
		.height = DISPLAY_HEIGHT,
		.stride = DISPLAY_WIDTH * PIXEL_BYTES,
	};
	return true;
}

static bool write_all(int file, const void *bytes, size_t count)
{
	return simcall_write(file, bytes, count) == (int)count;
}

/* Three bytes for each pixel, which is a word 0x00rrggbb. */
static bool page_write(int file, unsigned long pfn)
{
	static uint8_t bytes[3 * PAGE_PIXELS];
	const volatile uint32_t *pixels = kmap_local_pfn_prot(pfn, KMAP_PROT_UNCACHED);

	for (unsigned int i = 0; i < PAGE_PIXELS; i++) {
		uint32_t pixel = pixels[i];

		bytes[3 * i] = (uint8_t)(pixel >> 16);
		bytes[3 * i + 1] = (uint8_t)(pixel >> 8);
		bytes[3 * i + 2] = (uint8_t)pixel;
	}
	kunmap_local((const void *)pixels);
	return write_all(file, bytes, sizeof(bytes));
}

static bool file_write(int file, unsigned long pfn)
{
	char head[32];
	int length =
		print_to(head, sizeof(head), "P6\n%u %u\n255\n", DISPLAY_WIDTH, DISPLAY_HEIGHT);
	bool good = write_all(file, head, (size_t)length);

	for (unsigned long i = 0; good && i < SCREEN_BYTES / KMAP_PAGE_SIZE; i++)
		good = page_write(file, pfn + i);
	return good;
}

void device_display_show(const struct display *display)
{
	int file;

	if (!option_text("screen"))
		return;
	file = simcall_create(FILE_NAME);
	if (file < 0 || !file_write(file, (unsigned long)(display->base >> KMAP_ARCH_PAGE_SHIFT)))
		panic("the picture of the display cannot be written");
	simcall_close(file);
}
