/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The picture, as a function of the coordinates.
 */
#include "picture.h"

#include <stdbool.h>

/* The name: letters of LETTER_WIDTH by LETTERS_HEIGHT cells, one cell apart. */
#define LETTERS 4u
#define LETTER_WIDTH 5u
#define LETTERS_HEIGHT 9u
#define LETTER_STEP (LETTER_WIDTH + 1)
#define CELL 24u
#define LETTERS_X 44u
#define LETTERS_Y 132u
#define LETTERS_COLOUR 0xffffffu

/* The border and a square in the middle of each tile have the worker's colour. */
#define BORDER 2u
#define SQUARE_START 15u
#define SQUARE_END 25u

/* Rows from the top; the leftmost cell is the highest of five bits. */
static const uint8_t letters[LETTERS][LETTERS_HEIGHT] = {
	{ 0x10, 0x10, 0x13, 0x16, 0x1c, 0x16, 0x13, 0x00, 0x00 },
	{ 0x00, 0x00, 0x1f, 0x15, 0x15, 0x15, 0x15, 0x00, 0x00 },
	{ 0x00, 0x00, 0x1f, 0x01, 0x1f, 0x11, 0x1f, 0x00, 0x00 },
	{ 0x00, 0x00, 0x1f, 0x11, 0x11, 0x11, 0x1f, 0x10, 0x10 },
};

static const uint32_t worker_colours[] = {
	0xff3030, 0x30ff30, 0x4060ff, 0xffe000, 0xff40ff, 0x00e0e0, 0xff9000, 0xb0b0b0,
};

#define WORKER_COLOURS (sizeof(worker_colours) / sizeof(worker_colours[0]))

static bool in_letters(uint32_t x, uint32_t y)
{
	/* Left of the letters and above them the difference wraps to a large number. */
	uint32_t column = (x - LETTERS_X) / CELL, row = (y - LETTERS_Y) / CELL;
	uint32_t cell = column % LETTER_STEP;

	if (column / LETTER_STEP >= LETTERS || row >= LETTERS_HEIGHT || cell >= LETTER_WIDTH)
		return false;
	return letters[column / LETTER_STEP][row] >> (LETTER_WIDTH - 1 - cell) & 1;
}

static bool in_mark(uint32_t x, uint32_t y)
{
	uint32_t across = x % TILE_SIZE, down = y % TILE_SIZE;

	if (across < BORDER || down < BORDER)
		return true;
	return across >= SQUARE_START && across < SQUARE_END && down >= SQUARE_START &&
	       down < SQUARE_END;
}

uint32_t picture_pixel(uint32_t x, uint32_t y, uint32_t worker)
{
	if (in_letters(x, y))
		return LETTERS_COLOUR;
	if (in_mark(x, y))
		return worker_colours[worker % WORKER_COLOURS];
	/* Darker than all other colours, and different from pixel to pixel. */
	return (x / 5 & 0x7f) << 16 | (y / 4 & 0x7f) << 8 | (0x7f - (x / 5 & 0x7f));
}
