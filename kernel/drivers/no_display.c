/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For machines whose display is not known.
 */
#include "device.h"

bool device_display(struct display *display)
{
	(void)display;
	return false;
}

void device_display_show(const struct display *display)
{
	(void)display;
}
