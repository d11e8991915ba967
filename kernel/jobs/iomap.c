/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of real device memory. Workers on every CPU draw a picture into the
 * frame buffer of the display, tile by tile, through task-local mappings of one
 * page each, while the tick preempts them and interrupt handlers map on top of
 * them. Then another CPU reads every pixel back through long-lived mappings.
 */
#include <kmap/kmap.h>

#include "device.h"
#include "handler.h"
#include "job.h"
#include "options.h"
#include "picture.h"
#include "print.h"
#include "sched.h"
#include "watch.h"

#define TILES_MAX 1024u
#define PIXEL_BYTES 4u
/* For how long the picture is drawn, again and again. */
#define DRAW_NS 300000000u
#define NS_PER_MS 1000000u
/* Pages of one piece that is read back: several pieces fill the I/O window. */
#define BAND_PAGES 24u
/* How long screen=wait waits for a character. */
#define LOOK_NS 60000000000u

#define NO_WORKER UINT32_MAX

static struct display display;
static struct io_mapping screen;

/* The worker that drew a tile last. */
static uint32_t tile_worker[TILES_MAX];
static uint32_t tiles_across, tile_count;
static uint32_t next_tile;
/* Painters that have not ended, and when the first ones began. */
static uint32_t painters;
static uint64_t draw_begin_ns;

static struct counts {
	uint32_t mappings;
	uint32_t preempted_while_mapped;
	uint32_t interrupt_mappings;
	uint32_t pixels;
	uint32_t wrong;
} counts;

/* A pixel as the display has it. */
static uint32_t pixel(uint32_t x, uint32_t y, uint32_t worker)
{
	uint32_t colour = picture_pixel(x, y, worker);

	if (!display.is_blue_first)
		return colour;
	return (colour & 0xff) << 16 | (colour & 0xff00) | (colour >> 16 & 0xff);
}

/* Draw the part of a tile's line that is in the page at byte @page of the screen. */
static void line_draw(char *mapped, uint32_t page, uint32_t x, uint32_t y, uint32_t worker)
{
	uint32_t line = y * display.stride;
	uint32_t start = line + x * PIXEL_BYTES, end = start + TILE_SIZE * PIXEL_BYTES;

	if (start < page)
		start = page;
	if (end > page + KMAP_PAGE_SIZE)
		end = page + KMAP_PAGE_SIZE;
	for (uint32_t byte = start; byte < end; byte += PIXEL_BYTES)
		*(volatile uint32_t *)(mapped + (byte - page)) =
			pixel((byte - line) / PIXEL_BYTES, y, worker);
}

/* Draw the part of a tile that is in a page of the screen. False if it cannot be mapped. */
static bool page_draw(uint32_t page, uint32_t x, uint32_t y, uint32_t worker)
{
	char *mapped = io_mapping_map_local_wc(&screen, page);
	uint32_t line = page / display.stride;

	if (!mapped)
		return false;
	for (line = line < y ? y : line; line < y + TILE_SIZE; line++) {
		if (line * display.stride >= page + KMAP_PAGE_SIZE)
			break;
		line_draw(mapped, page, x, line, worker);
	}
	io_mapping_unmap_local(mapped);
	return true;
}

static void tile_draw(uint32_t tile, uint32_t worker)
{
	uint32_t x = tile % tiles_across * TILE_SIZE, y = tile / tiles_across * TILE_SIZE;
	uint32_t first = y * display.stride + x * PIXEL_BYTES;
	uint32_t last = first + (TILE_SIZE - 1) * display.stride + TILE_SIZE * PIXEL_BYTES - 1;
	uint32_t mappings = 0;

	for (uint32_t page = first - first % KMAP_PAGE_SIZE; page <= last; page += KMAP_PAGE_SIZE)
		mappings += page_draw(page, x, y, worker);
	tile_worker[tile] = worker;
	__atomic_fetch_add(&counts.mappings, mappings, __ATOMIC_RELAXED);
}

static void worker(void *argument)
{
	uint32_t number = (uint32_t)(uintptr_t)argument, tile;

	while ((tile = __atomic_fetch_add(&next_tile, 1, __ATOMIC_RELAXED)) < tile_count)
		tile_draw(tile, number);
	kmap_assert_none();
	__atomic_fetch_sub(&painters, 1, __ATOMIC_RELEASE);
}

static void draw_print(void)
{
	watch_print("draw", (machine_now_ns() - draw_begin_ns) / NS_PER_MS, DRAW_NS / NS_PER_MS,
		    "ms");
}

/* One worker bound to each CPU, so that all CPUs draw. */
static void draw_once(uint32_t workers)
{
	next_tile = 0;
	__atomic_store_n(&painters, workers, __ATOMIC_RELAXED);
	for (uint32_t number = 0; number < workers; number++)
		if (!task_create("painter", worker, (void *)(uintptr_t)number, PRIORITY_WORKER,
				 1u << number % cpus_online))
			panic("no room for painter %u; at most %u tasks", number, TASKS_MAX);
	watch_workers(&painters, draw_print);
	task_wait_all();
}

static void draw(void)
{
	uint32_t workers = (uint32_t)option_number("workers", 2) * cpus_online;

	handler_start();
	watch_begin();
	draw_begin_ns = machine_now_ns();
	do {
		draw_once(workers);
	} while (machine_now_ns() - draw_begin_ns < DRAW_NS);
	draw_print();
	counts.interrupt_mappings = handler_stop();
	counts.preempted_while_mapped = watch_preempted();
}

/* A part of the screen, mapped for all CPUs. */
struct band {
	const char *mapped;
	uint32_t start, end; /* bytes of the screen */
};

/* Runs on another CPU than the one that mapped the band. */
static void band_check(void *argument)
{
	const struct band *band = argument;

	for (uint32_t byte = band->start; byte < band->end; byte += PIXEL_BYTES) {
		uint32_t x = byte % display.stride / PIXEL_BYTES, y = byte / display.stride;
		uint32_t tile = y / TILE_SIZE * tiles_across + x / TILE_SIZE;
		uint32_t is = *(const volatile uint32_t *)(band->mapped + (byte - band->start));

		if (x >= display.width || y >= display.height)
			continue;
		counts.pixels++;
		counts.wrong +=
			tile_worker[tile] == NO_WORKER || is != pixel(x, y, tile_worker[tile]);
	}
}

/* Read all pixels back. False if a band cannot be mapped. */
static bool check(void)
{
	uint32_t size = display.stride * display.height;
	uint32_t other = 1u << (cpus_online - 1);

	for (uint32_t start = 0; start < size; start += BAND_PAGES * KMAP_PAGE_SIZE) {
		uint32_t rest = size - start;
		uint32_t bytes =
			rest < BAND_PAGES * KMAP_PAGE_SIZE ? rest : BAND_PAGES * KMAP_PAGE_SIZE;
		struct band band = { io_mapping_map_wc(&screen, start, bytes), start,
				     start + bytes };

		if (!band.mapped)
			return false;
		if (!task_create("checker", band_check, &band, PRIORITY_WORKER, other))
			panic("no room for the checker");
		task_wait_all();
		io_mapping_unmap(band.mapped);
		if (watch_is_due() || band.end == size)
			watch_print("check", band.end, size, "bytes");
	}
	return true;
}

/* Report that the picture is complete; with screen=wait, wait for a character. */
static const char *show(void)
{
	const char *option = option_text("screen");
	uint64_t end_ns = machine_now_ns() + LOOK_NS;

	device_display_show(&display);
	print("@screen width=%u height=%u\n", display.width, display.height);
	if (!option || !text_equal(option, "wait"))
		return NULL;
	while (machine_console_read() < 0) {
		if (machine_now_ns() > end_ns)
			return "nobody looked at the screen";
		task_sleep_until(machine_now_ns() + TICK_NS);
	}
	return NULL;
}

static const char *draw_and_check(void)
{
	bool checked;

	draw();
	checked = check();
	print("@iomap pixels=%u wrong=%u mappings=%u preempted_while_mapped=%u "
	      "interrupt_mappings=%u\n",
	      counts.pixels, counts.wrong, counts.mappings, counts.preempted_while_mapped,
	      counts.interrupt_mappings);
	if (!checked)
		return "a part of the screen cannot be mapped";
	if (counts.wrong || counts.pixels != display.width * display.height)
		return "pixels of the screen are wrong";
	if (!counts.preempted_while_mapped)
		return "no task was preempted while it held a mapping";
	return NULL;
}

const char *job_iomap(void)
{
	const char *why;

	if (!device_display(&display))
		return "there is no display";
	tiles_across = display.width / TILE_SIZE;
	tile_count = tiles_across * (display.height / TILE_SIZE);
	if (tile_count > TILES_MAX || display.width % TILE_SIZE || display.height % TILE_SIZE)
		return "the display is too large or not a multiple of the tile size";
	for (uint32_t tile = 0; tile < tile_count; tile++)
		tile_worker[tile] = NO_WORKER;
	if (!io_mapping_create_wc(&screen, display.base, display.size))
		return "the frame buffer is not a whole number of pages";
	if (!handler_init())
		return "too little high memory";
	why = draw_and_check();
	handler_free();
	io_mapping_free(&screen);
	return why ? why : show();
}
