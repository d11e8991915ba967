# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# 32-bit ARM on QEMU's virt machine, an image as Linux's: with short descriptors, and as arm-lpae
# with the large physical address extension.

CROSS_COMPILE := arm-linux-gnueabihf-
ARM_FORMAT := $(if $(filter %-lpae,$(ARCH)),lpae,short)
ARM_DRIVERS := arm_timer bochs_display fdt gic pci pci_ecam pci_place pl011 psci semihosting string walk
ARCH_SOURCES := $(wildcard kernel/arch/arm/*.c kernel/arch/arm/*.S kernel/arch/arm/$(ARM_FORMAT)/*.S) \
	$(ARM_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/arm -Iarch/arm/$(ARM_FORMAT) -Ikernel/arch/arm -Ikernel/arch/arm/$(ARM_FORMAT) \
	-Ikernel/drivers
ARCH_CFLAGS := -mcpu=cortex-a15 -marm -mgeneral-regs-only -fomit-frame-pointer -fno-pic -no-pie
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/arch/arm/kernel.ld
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/drivers/string.o $(BUILD)/kernel/arch/arm/divide.o: ARCH_CFLAGS += -fno-lto

# The machine loads kernel.bin; kernel.elf has the symbols. libgcc divides numbers of 64 bits.
$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
		-T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -lgcc -o $@
	$(Q)$(CROSS_COMPILE)objcopy -O binary $@ $(@:.elf=.bin)
