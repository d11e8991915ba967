/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Numbers in memory whose bytes are in an order that is not the machine's own, for instance in
 * files and in registers of devices. The same functions convert to and from it.
 */
#ifndef KERNEL_BYTE_ORDER_H
#define KERNEL_BYTE_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#define IS_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

static inline uint32_t big_endian32(uint32_t value)
{
	return IS_BIG_ENDIAN ? value : __builtin_bswap32(value);
}

static inline uint64_t big_endian64(uint64_t value)
{
	return IS_BIG_ENDIAN ? value : __builtin_bswap64(value);
}

static inline uint16_t little_endian16(uint16_t value)
{
	return IS_BIG_ENDIAN ? __builtin_bswap16(value) : value;
}

static inline uint32_t little_endian32(uint32_t value)
{
	return IS_BIG_ENDIAN ? __builtin_bswap32(value) : value;
}

#endif
