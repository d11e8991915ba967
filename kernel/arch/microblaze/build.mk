# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# MicroBlaze, little endian, on QEMU's model of an ML605 board. Debian has no compiler for it: `make
# toolchain ARCH=microblaze` builds one.

CROSS_COMPILE := build/toolchain/microblaze/bin/microblazeel-linux-gnu-
MICROBLAZE_DRIVERS := context divide exit_line fault fdt memory_display private_windows refill_tables refill_walk shift string swap \
	uart_16550 walk window_tables xilinx_timer
ARCH_SOURCES := $(wildcard kernel/arch/microblaze/*.c kernel/arch/microblaze/*.S) \
	$(MICROBLAZE_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/microblaze -Ikernel/arch/microblaze -Ikernel/drivers
ifeq ($(filter kernel,$(MAKECMDGOALS))$(wildcard $(CROSS_COMPILE)gcc),kernel)
$(error Debian has no compiler for ARCH=microblaze; `make toolchain ARCH=microblaze` builds one)
endif
# What this board's processor has. There is one CPU. r13 points to the current task.
# The compiler's own atomic operations are wrong: see atomic.S.
ARCH_CFLAGS := -mlittle-endian -mcpu=v8.10.a -mno-xl-soft-mul -mno-xl-soft-div -mxl-barrel-shift \
	-mxl-pattern-compare -mxl-multiply-high -fno-pic -no-pie -fomit-frame-pointer \
	-fno-inline-atomics \
	-DKMAP_CPUS_MAX=1 -DMICROBLAZE_OWN_TABLES=$(if $(filter private,$(WINDOW)),1,0)
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/drivers/kernel.ld
# Where RAM begins; the kernel runs higher, at the direct map.
ARCH_PLACE := -Wl,--defsym=LOAD_PHYSICAL=0x50000000 -Wl,--defsym=KERNEL_OFFSET=0x80000000
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(addprefix $(BUILD)/kernel/drivers/,divide.o shift.o string.o swap.o): \
	ARCH_CFLAGS += -fno-lto

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
		$(ARCH_PLACE) -T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -o $@
