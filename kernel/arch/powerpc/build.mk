# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# PowerPC e500 on QEMU's ppce500: an ELF image, which the loader enters at a physical address.

CROSS_COMPILE := powerpc-linux-gnu-
POWERPC_DRIVERS := bochs_display context cpu_ready divide e500_timer e500_walk fault fdt flush_local mpic pci \
	pci_place pci_ports private_windows refill_tables refill_walk shift string uart_16550 walk window_tables
ARCH_SOURCES := $(wildcard kernel/arch/powerpc/*.c kernel/arch/powerpc/*.S) \
	$(POWERPC_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/powerpc -Ikernel/arch/powerpc -Ikernel/drivers
# r2 points to the current task. The code runs on the e500v2 as well as on the e500mc.
ARCH_CFLAGS := -mcpu=8540 -msoft-float -mno-sdata -fno-pic -no-pie -fomit-frame-pointer
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/drivers/kernel.ld
ARCH_PLACE := -Wl,--defsym=LOAD_PHYSICAL=0x100000 -Wl,--defsym=KERNEL_OFFSET=0xc0000000
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/drivers/string.o $(BUILD)/kernel/drivers/divide.o $(BUILD)/kernel/drivers/shift.o: \
	ARCH_CFLAGS += -fno-lto

# Compiled for size, functions save registers by calls to the compiler's library.
$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
		$(ARCH_PLACE) -T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -lgcc -o $@
