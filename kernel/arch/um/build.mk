# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# um: an ordinary process of the host. The libc half is in os/.

# At fixed addresses: hosts before Linux 5.10 do not align the stacks of a PIE.
CROSS_COMPILE :=
OS_SOURCES := $(wildcard kernel/arch/um/os/*.c)
OS_OBJECTS := $(patsubst %,$(BUILD)/%.o,$(basename $(OS_SOURCES)))
ARCH_SOURCES := $(wildcard kernel/arch/um/*.c)
ARCH_INCLUDES := -Iarch/um -Ikernel/arch/um
ARCH_CFLAGS := -fno-pie
KERNEL_IMAGE := $(BUILD)/kmap-um

$(BUILD)/kernel/arch/um/os/%.o: kernel/arch/um/os/%.c $(MAKEFILE_LIST)
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(Q)gcc -std=gnu11 -O2 -g $(WARNINGS) -D_GNU_SOURCE -pthread -fno-pie -Ikernel/arch/um \
		-MMD -MP -c $< -o $@

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(OS_OBJECTS)
	@echo "  LD  $@"
	$(Q)gcc -no-pie -pthread -Wl,-z,now $^ -o $@

-include $(OS_OBJECTS:.o=.d)
