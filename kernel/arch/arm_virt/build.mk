# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What 32-bit and 64-bit ARM share on QEMU's virt machine: devices, and the steps of the start.

VIRT_DRIVERS := arm_timer bochs_display context cpu_ready fault fdt flush_local gic pci pci_ecam \
	pci_place pl011 private_windows psci \
	semihosting string walk window_tables
VIRT_SOURCES := $(wildcard kernel/arch/arm_virt/*.c) $(VIRT_DRIVERS:%=kernel/drivers/%.c)
VIRT_INCLUDES := -Ikernel/arch/arm_virt -Ikernel/drivers
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/drivers/string.o: ARCH_CFLAGS += -fno-lto

# The machine loads kernel.bin; kernel.elf has the symbols.
$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
		$(ARCH_PLACE) -T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) $(ARCH_LIBRARIES) -o $@
	$(Q)$(CROSS_COMPILE)objcopy -O binary $@ $(@:.elf=.bin)
