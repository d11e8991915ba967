/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The lock of the window of long-lived I/O mappings; see kmap_host.h.
 */
#include <kmap/kmap.h>

struct spinlock kmap_io_spinlock;
