/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kmap: temporary mappings of pages that the kernel does not keep mapped.
 * This is the one header to include; the parts document themselves:
 *
 *   <kmap/local.h>   kmap_local_page() and friends: take these
 *   <kmap/range.h>   the same for several pages side by side
 *   <kmap/atomic.h>  kmap_atomic(): for code not converted yet
 *   <kmap/address.h> from an address back to its page
 *   <kmap/page.h>    copy, fill and compare pages and parts of them
 *   <kmap/pages.h>   the same for ranges that cross pages
 *   <kmap/persistent.h>  kmap() and kunmap(): shared by all tasks and CPUs
 *   <kmap/io.h>      mappings of device memory
 *   <kmap/switch.h>  the two calls of a task switch
 *   <kmap/task.h>    what is called when a task starts, ends, is interrupted
 *   <kmap/window.h>  which slot is this address?
 *   <kmap/report.h>  what the host is told about misuse
 *   <kmap/debug.h>   who made this mapping, and where?
 *   <kmap/stat.h>    how much was mapped
 *   <kmap/config.h>  what can be chosen
 */
#ifndef KMAP_KMAP_H
#define KMAP_KMAP_H

#include <kmap/address.h>
#include <kmap/atomic.h>
#include <kmap/debug.h>
#include <kmap/io.h>
#include <kmap/local.h>
#include <kmap/page.h>
#include <kmap/pages.h>
#include <kmap/range.h>
#include <kmap/persistent.h>
#include <kmap/report.h>
#include <kmap/stat.h>
#include <kmap/switch.h>
#include <kmap/task.h>
#include <kmap/window.h>

#endif
