/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kmap: temporary mappings of pages that the kernel does not keep mapped.
 * This is the one header to include; the parts document themselves.
 *
 * For code that maps pages:
 *   <kmap/local.h>       kmap_local_page() and friends: take these
 *   <kmap/atomic.h>      kmap_atomic(): for code that is not converted yet
 *   <kmap/persistent.h>  kmap() and kunmap(): shared by all tasks and CPUs
 *   <kmap/io.h>          mappings of device memory
 *   <kmap/helpers.h>     copy, fill and compare pages, and parts of them
 *   <kmap/address.h>     from an address back to its page, or its slot
 *
 * For the kernel that embeds kmap:
 *   <kmap/config.h>      what can be chosen
 *   <kmap/types.h>       what goes into a task, and into the data of a CPU
 *   <kmap/task.h>        what to call when a CPU starts, and when a task starts,
 *                        switches, is interrupted, ends
 *   <kmap/report.h>      what the host is told about misuse, and what else is known
 *   <kmap/stat.h>        the counters
 *   <kmap/port/...>      pieces of a port that are the same on many machines
 *
 * Not included here: <kmap/linux_names.h>, the page helpers under the names that
 * they have in Linux. Nothing in <kmap/internal/...> is for callers.
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
