# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# i386, a multiboot image: with PAE, and as i386-2level with page tables of two levels.

include kernel/arch/x86/build.mk

CROSS_COMPILE := i686-linux-gnu-
I386_FORMAT := $(if $(filter %-2level,$(ARCH)),twolevel,pae)
ARCH_SOURCES := $(wildcard kernel/arch/i386/*.c kernel/arch/i386/*.S kernel/arch/i386/$(I386_FORMAT)/*.S) \
	$(X86_SOURCES)
ARCH_INCLUDES := -Iarch/x86/$(I386_FORMAT) -Ikernel/arch/i386 -Ikernel/arch/i386/$(I386_FORMAT) \
	$(X86_INCLUDES)
ARCH_CFLAGS := -march=pentium3 -mtune=core2 -mgeneral-regs-only -mregparm=3 -fomit-frame-pointer \
	-fno-pic -no-pie
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
KERNEL_OFFSET := 0xc0000000
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/arch/i386/divide.o $(BUILD)/kernel/arch/x86/string.o: ARCH_CFLAGS += -fno-lto

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(X86_LINK) -o $@
