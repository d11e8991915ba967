/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The devices of a SPARCstation 20 as QEMU has it. Their physical addresses have 36 bits; three
 * blocks of 16 MiB are mapped, whose first bits, and the addresses where they are found, are here. For
 * assembly and C.
 */
#ifndef SPARC_DEVICES_H
#define SPARC_DEVICES_H

/* Of a physical address, all but the last four bits, as in an entry that maps it. */
#define SLAVIO_ENTRY 0xff100000
#define CONFIG_ENTRY 0xd0000000
#define POWER_ENTRY 0xefa00000

/* The SLAVIO (NCR89C105): serial lines, timers, interrupts, power. */
#define SLAVIO_ADDRESS 0xf1000000
/* QEMU's configuration device, and what stops a CPU until there is an interrupt. */
#define CONFIG_ADDRESS 0xf2000000
#define IDLE_ADDRESS 0xf3000000

#define SERIAL_ADDRESS (SLAVIO_ADDRESS + 0x100000)
#define TIMERS_ADDRESS (SLAVIO_ADDRESS + 0x300000)
#define INTERRUPTS_ADDRESS (SLAVIO_ADDRESS + 0x400000)
#define POWER_OFF_ADDRESS (SLAVIO_ADDRESS + 0xa01000)
#define FW_CFG_ADDRESS (CONFIG_ADDRESS + 0x510)

/* Registers of each CPU in the interrupt controller; and the bit of a level that software raises. */
#define CPU_INTERRUPTS_SHIFT 12
#define CPU_PENDING 0
#define CPU_CLEAR 4
#define CPU_RAISE 8
#define CPU_RAISED(level) (0x10000 << (level))

/* Where QEMU's loader puts the command line and the file: physical addresses. */
#define COMMAND_LINE_PHYSICAL 0x007ff000
#define FILE_PHYSICAL 0x00800000

/* The frame buffer, a TCX, has frames of its own. */
#define TCX_PHYSICAL 0xe20000000ull

#endif
