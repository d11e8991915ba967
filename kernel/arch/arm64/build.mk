# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# arm64: the flat image of the boot protocol of 64-bit ARM Linux, on QEMU's virt machine.

include kernel/arch/arm_virt/build.mk

CROSS_COMPILE := aarch64-linux-gnu-
ARCH_SOURCES := $(wildcard kernel/arch/arm64/*.c kernel/arch/arm64/*.S) \
	$(VIRT_SOURCES)
ARCH_INCLUDES := -Iarch/arm64 -Ikernel/arch/arm64 $(VIRT_INCLUDES)
# Without a call to a library for each atomic operation.
ARCH_CFLAGS := -march=armv8-a -mgeneral-regs-only -mno-outline-atomics -fomit-frame-pointer \
	-fno-pic -no-pie
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
# Has the code in a block of its own.
ARCH_LINKER_SCRIPT := kernel/arch/arm64/kernel.ld
