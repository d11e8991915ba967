/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What kmap needs of <stddef.h>, in Linux. */
#include <linux/types.h>
#include <linux/stddef.h>
