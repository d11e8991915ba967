# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# riscv64: Sv39, without a direct map of all memory.

include kernel/arch/riscv/build.mk

ARCH_CFLAGS := -march=rv64ima_zba_zbb_zicsr_zifencei -mabi=lp64 $(RISCV_CFLAGS)
RISCV_LINK_FLAGS := -Wl,-melf64lriscv -Wl,--defsym=KERNEL_OFFSET=0xffffffff00000000
