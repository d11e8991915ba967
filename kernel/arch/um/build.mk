# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# um: an ordinary Linux process. The libc half is in ../um_os/.

# Not a PIE: Linux before 5.10 does not align the task stacks of one.
CROSS_COMPILE :=
# TSAN=1: run the kernel under ThreadSanitizer; see tsan/.
UM_WATCH := $(if $(filter 1,$(TSAN)),tsan,plain)
OS_SOURCES := $(wildcard kernel/arch/um_os/*.c kernel/arch/um_os/$(UM_WATCH)/*.c)
OS_OBJECTS := $(patsubst %,$(BUILD)/%.o,$(basename $(OS_SOURCES)))
ARCH_SOURCES := $(wildcard kernel/arch/um/*.c kernel/arch/um/$(UM_WATCH)/*.c)
ARCH_INCLUDES := -Iarch/um -Ikernel/arch/um
ARCH_CFLAGS = -fno-pie $(UM_FLAGS_$(UM_WATCH))
# No private ones: the CPUs are threads, which share their page tables.
ARCH_WINDOWS := cpu task
KERNEL_IMAGE := $(BUILD)/kmap-um

# Larger stacks: the runtime of ThreadSanitizer keeps its thread state there.
UM_STACK_tsan := -DTASK_STACK_SIZE=2097152u
# -Wno-tsan: ThreadSanitizer does not support fences. Those of the kernel order accesses to
# PTEs, which it does not see either. irq.c and tsan/, which deliver the interrupts, have no
# coverage calls, so no interrupt is delivered there.
UM_FLAGS_tsan = $(UM_STACK_tsan) -fsanitize=thread -Wno-tsan $(UM_POINTS)
UM_POINTS := -fsanitize-coverage=trace-pc
UM_LINK_tsan := -fsanitize=thread
$(BUILD)/kernel/arch/um/irq.o: UM_POINTS :=
$(BUILD)/kernel/arch/um/tsan/%.o: UM_FLAGS_tsan = $(UM_STACK_tsan)

$(BUILD)/kernel/arch/um_os/%.o: kernel/arch/um_os/%.c $(MAKEFILE_LIST)
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(Q)gcc -std=gnu11 -O2 -g1 $(WARNINGS) -D_GNU_SOURCE -pthread -fno-pie -Ikernel/arch/um \
		-Ikernel/arch/um_os/$(UM_WATCH) \
		-MMD -MP -c $< -o $@

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(OS_OBJECTS)
	@echo "  LD  $@"
	$(Q)gcc $(EXTRA_CFLAGS) -no-pie -pthread $(UM_LINK_$(UM_WATCH)) -Wl,-z,now $(KERNEL_OBJECTS) $(OS_OBJECTS) -o $@
