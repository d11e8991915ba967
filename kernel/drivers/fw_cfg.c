/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * QEMU's configuration device (docs/specs/fw_cfg): a register that selects an item, and one that
 * reads its bytes. Numbers are little endian.
 */
#include "arch.h"
#include "devices.h"
#include "sparc.h"

#define SELECTOR (*(volatile uint16_t *)FW_CFG_ADDRESS)
#define DATA (*(volatile uint8_t *)(FW_CFG_ADDRESS + 2))

#define ITEM_RAM_BYTES 0x03u
#define ITEM_FILE_BYTES 0x0bu
#define ITEM_DISPLAY_DEPTH 0x8000u

static uint64_t item(uint16_t number, unsigned int bytes)
{
	uint64_t value = 0;

	SELECTOR = number;
	for (unsigned int i = 0; i < bytes; i++)
		value |= (uint64_t)DATA << 8 * i;
	return value;
}

uint64_t config_ram_bytes(void)
{
	return item(ITEM_RAM_BYTES, 8);
}

uint32_t config_display_depth(void)
{
	return (uint32_t)item(ITEM_DISPLAY_DEPTH, 2);
}

size_t config_file_bytes(void)
{
	return (size_t)item(ITEM_FILE_BYTES, 4);
}
