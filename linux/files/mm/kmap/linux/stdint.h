/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What kmap needs of <stdint.h>, in Linux. */
#ifndef KMAP_LINUX_STDINT_H
#define KMAP_LINUX_STDINT_H

#include <linux/limits.h>
#include <linux/types.h>

/* As <linux/libfdt_env.h> has it. */
#ifndef UINT32_MAX
#define UINT32_MAX U32_MAX
#endif
#ifndef UINTPTR_MAX
#define UINTPTR_MAX (~0ul)
#endif

#endif
