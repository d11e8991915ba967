/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kmap: temporary mappings of pages that the kernel does not keep mapped.
 * This is the one header to include. Each part documents itself.
 *
 * For code that maps pages:
 *   <kmap/local.h>       kmap_local_page() and its variants: use these
 *   <kmap/atomic.h>      kmap_atomic(): for code that has not been converted
 *   <kmap/persistent.h>  kmap() and kunmap(): shared by all tasks and CPUs
 *   <kmap/io.h>          mappings of device memory
 *   <kmap/helpers.h>     copy, fill and compare pages, and parts of them
 *   <kmap/address.h>     from an address back to its page, or its slot
 *
 * For the kernel that embeds kmap:
 *   <kmap/config.h>      what can be chosen
 *   <kmap/types.h>       what goes into a task, and into the data of a CPU
 *   <kmap/task.h>        what to call when a CPU starts, and when a task starts,
 *                        switches, is interrupted or ends
 *   <kmap/report.h>      reports of misuse, and descriptions of mappings
 *   <kmap/stat.h>        the counters
 *   <kmap/port/...>      pieces of a port that are the same on many machines
 *
 * Not included here: <kmap/linux_names.h>, the page helpers under the names that
 * Linux gives them. Nothing in <kmap/internal/...> is for callers.
 */
#ifndef KMAP_KMAP_H
#define KMAP_KMAP_H

#include <kmap/address.h>
#include <kmap/atomic.h>
#include <kmap/helpers.h>
#include <kmap/io.h>
#include <kmap/local.h>
#include <kmap/persistent.h>
#include <kmap/report.h>
#include <kmap/stat.h>
#include <kmap/task.h>

#endif
