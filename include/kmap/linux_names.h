/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Linux's names for the page helpers and for kmap_address_is_temporary(), for code
 * that comes from there. No other header of kmap includes this one: many kernels
 * have functions of these names already.
 */
#ifndef KMAP_LINUX_NAMES_H
#define KMAP_LINUX_NAMES_H

#include <kmap/address.h>
#include <kmap/helpers.h>

#define is_kmap_addr kmap_address_is_temporary

#if KMAP_HELPERS
#define clear_highpage kmap_clear_page
#define copy_highpage kmap_copy_page
#define zero_user_segments kmap_zero_segments
#define zero_user_segment kmap_zero_segment
#define memcpy_from_page kmap_memcpy_from_page
#define memcpy_to_page kmap_memcpy_to_page
#define memcpy_page kmap_memcpy_page
#define memmove_page kmap_memmove_page
#define memset_page kmap_memset_page
#define memzero_page kmap_memzero_page
#define memcmp_page kmap_memcmp_page
#define zero_user kmap_memzero_page
#endif

#endif
