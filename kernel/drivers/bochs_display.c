/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The display: a device with the Bochs registers, such as QEMU's VGA and
 * bochs-display (QEMU, docs/specs/standard-vga). The frame buffer is its largest
 * prefetchable BAR; the registers are in a BAR that is not prefetchable.
 */
#include "device.h"

#include <kmap/kmap.h>

#include "byte_order.h"
#include "pci.h"

#define CLASS_DISPLAY 0x03u

/* Offset in that BAR of the first register; each has 16 bits. */
#define REGISTERS_OFFSET 0x500u
enum bochs_register {
	BOCHS_ID,
	BOCHS_WIDTH,
	BOCHS_HEIGHT,
	BOCHS_DEPTH,
	BOCHS_ENABLE,
	BOCHS_BANK,
	BOCHS_LINE_WIDTH,
};

/* Offset of the register for the order of bytes in a pixel, and its value for big-endian. */
#define ORDER_OFFSET 0x604u
#define ORDER_BIG_ENDIAN 0xbebebebeu

#define ID_BITS 0xfff0u
#define ID_VALUE 0xb0c0u
/* Display on, linear frame buffer. */
#define ENABLE_LINEAR 0x41u
#define DEPTH 32u

/* Find the frame buffer and the registers; false if the device is of another kind. */
static bool memories_find(const struct pci_device *device, struct pci_memory *frame_buffer,
			  struct pci_memory *registers)
{
	for (unsigned int bar = 0; bar < PCI_BARS; bar++) {
		struct pci_memory memory = pci_memory(device, bar);

		if (memory.prefetchable && memory.size > frame_buffer->size)
			*frame_buffer = memory;
		else if (!memory.prefetchable && memory.size >= KMAP_PAGE_SIZE)
			*registers = memory;
	}
	return registers->size &&
	       frame_buffer->size >= (uint64_t)DISPLAY_WIDTH * DISPLAY_HEIGHT * (DEPTH / 8);
}

static bool mode_set(const struct pci_memory *registers)
{
	unsigned long pfn = (unsigned long)(pci_physical(registers->base) >> KMAP_ARCH_PAGE_SHIFT);
	char *page = kmap_local_pfn_prot(pfn, KMAP_PROT_UNCACHED);
	volatile uint16_t *bochs = (uint16_t *)(page + REGISTERS_OFFSET);
	bool is_bochs = page && (little_endian16(bochs[BOCHS_ID]) & ID_BITS) == ID_VALUE;

	if (is_bochs) {
		bochs[BOCHS_ENABLE] = 0;
		bochs[BOCHS_WIDTH] = little_endian16(DISPLAY_WIDTH);
		bochs[BOCHS_HEIGHT] = little_endian16(DISPLAY_HEIGHT);
		bochs[BOCHS_LINE_WIDTH] = little_endian16(DISPLAY_WIDTH);
		bochs[BOCHS_DEPTH] = little_endian16(DEPTH);
		bochs[BOCHS_ENABLE] = little_endian16(ENABLE_LINEAR);
		if (IS_BIG_ENDIAN)
			*(volatile uint32_t *)(page + ORDER_OFFSET) = ORDER_BIG_ENDIAN;
	}
	if (page)
		kunmap_local(page);
	return is_bochs;
}

bool device_display(struct display *display)
{
	struct pci_memory frame_buffer = { 0 }, registers = { 0 };
	struct pci_device device;

	if (!pci_find(CLASS_DISPLAY, &device))
		return false;
	pci_place(&device);
	if (!memories_find(&device, &frame_buffer, &registers))
		return false;
	pci_memory_enable(&device);
	if (!mode_set(&registers))
		return false;
	*display = (struct display){
		.base = pci_physical(frame_buffer.base),
		.size = frame_buffer.size,
		.width = DISPLAY_WIDTH,
		.height = DISPLAY_HEIGHT,
		.stride = DISPLAY_WIDTH * (DEPTH / 8),
	};
	return true;
}

/* Nothing to do: the emulator shows the screen. */
void device_display_show(const struct display *display)
{
	(void)display;
}
