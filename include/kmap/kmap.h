/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kmap: temporary mappings of pages that the kernel does not keep mapped.
 * This is the one header to include; the parts document themselves:
 *
 *   <kmap/local.h>   kmap_local_page() and friends: take these
 *   <kmap/atomic.h>  kmap_atomic(): for code not converted yet
 *   <kmap/page.h>    copy and clear whole pages
 *   <kmap/switch.h>  the two calls of a task switch
 *   <kmap/task.h>    what is called when a task starts, ends, is interrupted
 *   <kmap/window.h>  which slot is this address?
 *   <kmap/report.h>  what the host is told about misuse
 *   <kmap/config.h>  what can be chosen
 */
#ifndef KMAP_KMAP_H
#define KMAP_KMAP_H

#include <kmap/atomic.h>
#include <kmap/local.h>
#include <kmap/page.h>
#include <kmap/report.h>
#include <kmap/switch.h>
#include <kmap/task.h>
#include <kmap/window.h>

#endif
