# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# MIPS32, little endian, on QEMU's Malta board: an ELF image, linked where KSEG0 maps it.

CROSS_COMPILE := mipsel-linux-gnu-
MIPS_DRIVERS := bochs_display context count_timer cpu_ready divide fault flush_local malta_loader mips_vpe \
	mips_walk pci pci_place pci_ports private_windows refill_tables refill_walk shift string uart_16550 walk \
	window_tables
ARCH_SOURCES := $(wildcard kernel/arch/mips/*.c kernel/arch/mips/*.S) $(MIPS_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/mips -Ikernel/arch/mips -Ikernel/drivers
# $28 points to the current task. Without the position-independent calls of user programs.
ARCH_CFLAGS := -march=mips32r2 -mabi=32 -msoft-float -mno-abicalls -mno-gpopt -G0 -fno-pic -no-pie \
	-fomit-frame-pointer -DMIPS_OWN_TABLES=$(if $(filter private,$(WINDOW)),1,0)
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/drivers/kernel.ld
# In KSEG0 from the first instruction on, behind what the loader puts into the first megabyte.
ARCH_PLACE := -Wl,--defsym=LOAD_PHYSICAL=0x80100000 -Wl,--defsym=KERNEL_OFFSET=0
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/drivers/string.o $(BUILD)/kernel/drivers/divide.o $(BUILD)/kernel/drivers/shift.o: \
	ARCH_CFLAGS += -fno-lto

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
		$(ARCH_PLACE) -T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -o $@
