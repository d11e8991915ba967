# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Xtensa with an MMU, on QEMU's KC705 board: an ELF image, linked where the TLB maps it for good.

CROSS_COMPILE := xtensa-lx106-elf-
XTENSA_DRIVERS := context count_timer cpu_ready divide divide_words fault flush_local \
	private_windows refill_tables refill_walk shift simcall simcall_display string uart_16550 walk \
	window_tables xtensa_loader xtensa_mx xtensa_walk
ARCH_SOURCES := $(wildcard kernel/arch/xtensa/*.c kernel/arch/xtensa/*.S) \
	$(XTENSA_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/xtensa -Ikernel/arch/xtensa -Ikernel/drivers
# The compiler is for a core without windows of registers, as the kernel wants it. Without the MEMW that
# it puts before each volatile access. It knows the attribute "retain", and warns that it cannot do it.
ARCH_CFLAGS := -Wno-attributes -mtext-section-literals -mno-serialize-volatile -ffixed-a15 -fomit-frame-pointer
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/drivers/kernel.ld
# Above the place where other CPUs begin. A loader translates it as the processor does after a reset:
# where that maps all addresses to themselves, xtensa_mmu3.S begins.
ifneq ($(filter -DXTENSA_MMU3=1,$(EXTRA_CFLAGS)),)
ARCH_SOURCES += kernel/drivers/xtensa_mmu3.S
ARCH_PLACE := -Wl,--defsym=LOAD_PHYSICAL=0x3000 -Wl,--defsym=KERNEL_OFFSET=0xd0000000 \
	-Wl,-e,boot_identity
else
ARCH_PLACE := -Wl,--defsym=LOAD_PHYSICAL=0xd0003000 -Wl,--defsym=KERNEL_OFFSET=0
endif
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/drivers/string.o $(BUILD)/kernel/drivers/divide.o $(BUILD)/kernel/drivers/divide_words.o \
	$(BUILD)/kernel/drivers/shift.o: \
	ARCH_CFLAGS += -fno-lto

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments \
		$(ARCH_PLACE) -T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -o $@
