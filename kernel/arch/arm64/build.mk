# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# arm64: the flat image of the boot protocol of 64-bit ARM Linux, on QEMU's virt machine.

CROSS_COMPILE := aarch64-linux-gnu-
ARM64_DRIVERS := arm_timer bochs_display fdt gic pci pci_ecam pci_place pl011 psci semihosting string walk
ARCH_SOURCES := $(wildcard kernel/arch/arm64/*.c kernel/arch/arm64/*.S) \
	$(ARM64_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/arm64 -Ikernel/arch/arm64 -Ikernel/drivers
# Without a call to a library for each atomic operation.
ARCH_CFLAGS := -march=armv8-a -mgeneral-regs-only -mno-outline-atomics -fomit-frame-pointer \
	-fno-pic -no-pie
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/arch/arm64/kernel.ld
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/drivers/string.o: ARCH_CFLAGS += -fno-lto

# The machine loads kernel.bin; kernel.elf has the symbols.
$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
		-T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -o $@
	$(Q)$(CROSS_COMPILE)objcopy -O binary $@ $(@:.elf=.bin)
