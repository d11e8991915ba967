/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The picture that the job iomap draws: a colour gradient, tiles in the colours of the
 * workers that drew them, and the name of the project on top.
 */
#ifndef KERNEL_JOBS_PICTURE_H
#define KERNEL_JOBS_PICTURE_H

#include <stdint.h>

/* Pixels of a tile's side. */
#define TILE_SIZE 40u

/* The colour of a pixel, 0x00rrggbb, when worker number @worker draws its tile. */
uint32_t picture_pixel(uint32_t x, uint32_t y, uint32_t worker);

#endif
