# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# SPARC V8 on QEMU's SPARCstation 20: an ELF image, and a boot PROM that jumps to it.

CROSS_COMPILE := sparc64-linux-gnu-
SPARC_DRIVERS := atomic_locked context count_bits cpu_ready divide escc fault flush_local fw_cfg \
	private_windows shift slavio_interrupts slavio_timer \
	srmmu_contexts string tcx walk walk_halves window_tables
ARCH_SOURCES := $(wildcard kernel/arch/sparc/*.c) $(patsubst %,kernel/arch/sparc/%.S,boot entry) \
	$(SPARC_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/sparc -Ikernel/arch/sparc -Ikernel/drivers
# Without register windows.
ARCH_CFLAGS := -m32 -mcpu=v8 -mflat -msoft-float -fno-pic -no-pie -fomit-frame-pointer
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/drivers/kernel.ld
# QEMU's loader takes 0xf0000000 from the physical addresses in the file.
ARCH_PLACE := -Wl,--defsym=LOAD_PHYSICAL=0xf0004000 -Wl,--defsym=KERNEL_OFFSET=-0x30000000
KERNEL_IMAGE := $(BUILD)/kernel.elf
BOOT_PROM := $(BUILD)/kernel.prom

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(foreach name,atomic_locked count_bits divide shift string,$(BUILD)/kernel/drivers/$(name).o): \
	ARCH_CFLAGS += -fno-lto

$(BOOT_PROM): $(BUILD)/kernel/arch/sparc/prom.o
	$(Q)$(CROSS_COMPILE)objcopy -O binary -j .text $< $@

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT) $(BOOT_PROM)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-melf32_sparc -Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
		$(ARCH_PLACE) -T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -o $@
