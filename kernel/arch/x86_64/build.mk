# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# x86_64, a multiboot image, without a direct map of all memory.

include kernel/arch/x86/build.mk

CROSS_COMPILE := x86_64-linux-gnu-
ARCH_SOURCES := $(wildcard kernel/arch/x86_64/*.c kernel/arch/x86_64/*.S) $(X86_SOURCES)
ARCH_INCLUDES := -Iarch/x86/long -Ikernel/arch/x86_64 $(X86_INCLUDES)
ARCH_CFLAGS := -m64 -mgeneral-regs-only -mno-red-zone -mcmodel=kernel -fomit-frame-pointer \
	-fno-pic -no-pie
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
KERNEL_OFFSET := 0xffffffff80000000
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/arch/x86/string.o: ARCH_CFLAGS += -fno-lto

# QEMU's multiboot loader takes images of 32 bits only. What needs names of code addresses
# reads the other file.
$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(X86_LINK) -o $@.64
	$(Q)$(CROSS_COMPILE)objcopy -O elf32-i386 $@.64 $@
