/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Exit statuses of an emulator that takes any: those that QEMU's debug-exit device of PCs makes of
 * its two values.
 */
#ifndef DRIVERS_EXIT_STATUS_H
#define DRIVERS_EXIT_STATUS_H

#define EXIT_OK 33u
#define EXIT_FAILED 35u

#endif
