/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Writes the display's memory to a PPM file.
 */
#include <stdio.h>
#include <sys/mman.h>

#include "os.h"
#include "private.h"

/* Three bytes for each pixel, which is a word 0x00rrggbb. */
static bool pixels_write(FILE *file, const uint32_t *pixels, size_t count)
{
	for (size_t nr = 0; nr < count; nr++)
		for (int shift = 16; shift >= 0; shift -= 8)
			if (putc((int)(pixels[nr] >> shift & 0xff), file) == EOF)
				return false;
	return true;
}

void os_screen_save(const char *path, uint64_t offset, uint32_t width, uint32_t height)
{
	size_t count = (size_t)width * height;
	const uint32_t *pixels = mmap(NULL, count * sizeof(*pixels), PROT_READ, MAP_SHARED,
				      os_ram_file(), (off_t)offset);
	FILE *file = fopen(path, "wb");

	if (pixels == MAP_FAILED || !file || fprintf(file, "P6\n%u %u\n255\n", width, height) < 0 ||
	    !pixels_write(file, pixels, count) || fclose(file))
		os_die("the picture of the display");
	munmap((void *)pixels, count * sizeof(*pixels));
}
