# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# riscv32: Sv32, with high memory.

include kernel/arch/riscv/build.mk

ARCH_SOURCES += kernel/arch/riscv32/swap.c kernel/drivers/divide.c kernel/drivers/shift.c
ARCH_CFLAGS := -march=rv32ima_zba_zbb_zicsr_zifencei -mabi=ilp32 $(RISCV_CFLAGS)
RISCV_LINK_FLAGS := -Wl,-melf32lriscv -Wl,--defsym=KERNEL_OFFSET=0x40000000
