/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The host hooks that only windows of the tasks have.
 */
#ifndef KERNEL_TASK_WINDOWS_H
#define KERNEL_TASK_WINDOWS_H

#include "task.h"

#if KMAP_WINDOW_TASK
static inline unsigned int kmap_host_cpu_number(void)
{
	return this_cpu()->number;
}

static inline struct kmap_window *kmap_host_ctrl_window(const struct kmap_ctrl *ctrl)
{
	return window_of_kmap(ctrl);
}
#endif

#endif
