# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# um: an ordinary process of the host. The libc half is in os/.

# At fixed addresses: hosts before Linux 5.10 do not align the stacks of a PIE.
CROSS_COMPILE :=
OS_SOURCES := $(wildcard kernel/arch/um/os/*.c)
OS_OBJECTS := $(patsubst %,$(BUILD)/%.o,$(basename $(OS_SOURCES)))
# TSAN=1: ThreadSanitizer watches the kernel; see tsan/.
UM_WATCH := $(if $(filter 1,$(TSAN)),tsan,plain)
ARCH_SOURCES := $(wildcard kernel/arch/um/*.c kernel/arch/um/$(UM_WATCH)/*.c)
ARCH_INCLUDES := -Iarch/um -Ikernel/arch/um
ARCH_CFLAGS = -fno-pie $(UM_FLAGS_$(UM_WATCH))
KERNEL_IMAGE := $(BUILD)/kmap-um

# Its runtime takes room of each thread's stack. Who takes the interrupts is not interrupted.
UM_STACK_tsan := -DTASK_STACK_SIZE=2097152u
# -Wno-tsan: it does not know fences; those of the kernel order PTEs, which it does not see either.
UM_FLAGS_tsan = $(UM_STACK_tsan) -fsanitize=thread -Wno-tsan $(UM_POINTS)
UM_POINTS := -fsanitize-coverage=trace-pc
UM_LINK_tsan := -fsanitize=thread
$(BUILD)/kernel/arch/um/irq.o: UM_POINTS :=
$(BUILD)/kernel/arch/um/tsan/%.o: UM_FLAGS_tsan = $(UM_STACK_tsan)

$(BUILD)/kernel/arch/um/os/%.o: kernel/arch/um/os/%.c $(MAKEFILE_LIST)
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(Q)gcc -std=gnu11 -O2 -g $(WARNINGS) -D_GNU_SOURCE -pthread -fno-pie -Ikernel/arch/um \
		-Ikernel/arch/um/$(UM_WATCH) \
		-MMD -MP -c $< -o $@

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(OS_OBJECTS)
	@echo "  LD  $@"
	$(Q)gcc $(EXTRA_CFLAGS) -no-pie -pthread $(UM_LINK_$(UM_WATCH)) -Wl,-z,now $^ -o $@

-include $(OS_OBJECTS:.o=.d)
