# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# 32-bit ARM on QEMU's virt machine, an image as Linux's: with short descriptors, and as arm-lpae
# with the large physical address extension.

include kernel/arch/arm_virt/build.mk

CROSS_COMPILE := arm-linux-gnueabihf-
ARM_FORMAT := $(if $(filter %-lpae,$(ARCH)),lpae,short)
ARCH_SOURCES := $(wildcard kernel/arch/arm/*.c kernel/arch/arm/*.S kernel/arch/arm/$(ARM_FORMAT)/*.S) \
	$(VIRT_SOURCES)
ARCH_INCLUDES := -Iarch/arm -Iarch/arm/$(ARM_FORMAT) -Ikernel/arch/arm -Ikernel/arch/arm/$(ARM_FORMAT) \
	$(VIRT_INCLUDES)
ARCH_CFLAGS := -mcpu=cortex-a15 -marm -mgeneral-regs-only -fomit-frame-pointer -fno-pic -no-pie
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/drivers/kernel.ld
# QEMU puts an image that is not ELF 64 KiB above the begin of RAM.
ARCH_PLACE := -Wl,--defsym=LOAD_PHYSICAL=0x40010000 -Wl,--defsym=KERNEL_OFFSET=0x80000000
# libgcc divides numbers of 64 bits.
ARCH_LIBRARIES := -lgcc

# As in arm_virt/build.mk.
$(BUILD)/kernel/arch/arm/divide.o: ARCH_CFLAGS += -fno-lto
