# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The reference kernel, including the core, for each ARCH.

WARNINGS := -Wall -Wextra -Wundef -Wstrict-prototypes -Wmissing-prototypes -Werror
# -g1 suffices for the names of code addresses, and for the commands of tools/gdb/ with -g for some
# files, see below. For local variables in a debugger EXTRA_CFLAGS=-g.
KERNEL_CFLAGS := -std=gnu11 -O2 -g1 $(WARNINGS) -ffreestanding -fno-stack-protector \
	-fno-strict-aliasing -fno-asynchronous-unwind-tables -fno-common \
	$(if $(filter 1,$(DEBUG)),-DKMAP_DEBUG=1 -fno-optimize-sibling-calls) $(if $(filter 1,$(FORCE_MAP)),-DKMAP_FORCE_MAP=1) \
	-DKMAP_WINDOW=$(WINDOW) $(if $(TRACED),-DKERNEL_TRACE=1)

CORE_SOURCES := $(wildcard core/*.c)
REST_SOURCES := $(wildcard kernel/*.c kernel/sched/*.c kernel/lib/*.c kernel/jobs/*.c) \
	$(if $(TRACED),$(wildcard kernel/trace/*.c))
# With the self-tests for any port; tests/selftest/porttest.c runs them here.
SELFTEST_SOURCES := $(wildcard tests/selftest/*.c) tests/portable/kmap_selftest.c

# With WHOLE=1 each of the three is compiled as one file. What is measured never is: the compiler
# sees more then than it sees of a kernel that takes the core.
include tests/whole/build.mk
WHOLE_SOURCES := $(BUILD)/whole/core.c $(BUILD)/whole/kernel.c $(BUILD)/whole/tests/selftest.c
$(eval $(call whole-core,$(BUILD)/whole/core.c))
$(eval $(call whole,$(BUILD)/whole/kernel.c,$(REST_SOURCES)))
$(eval $(call whole,$(BUILD)/whole/tests/selftest.c,$(SELFTEST_SOURCES)))
WHOLE_OBJECTS := $(WHOLE_SOURCES:.c=.o)
KERNEL_SOURCES := $(if $(filter 1,$(WHOLE)),,$(CORE_SOURCES) $(REST_SOURCES) $(SELFTEST_SOURCES))

# A folder may have several machines: ARCH is its name, or that and a word for what differs.
ARCH_FOLDER := kernel/arch/$(firstword $(subst -, ,$(ARCH)))
include $(wildcard $(ARCH_FOLDER)/build.mk)

ifeq ($(TSAN)$(filter um,$(ARCH)),1)
$(error TSAN=1 is for ARCH=um: ThreadSanitizer knows threads of the host only)
endif

ifneq ($(KERNEL_IMAGE),)
ifeq ($(filter $(ARCH_WINDOWS),$(WINDOW)),)
$(error ARCH=$(ARCH) has no WINDOW=$(WINDOW); known: $(ARCH_WINDOWS))
endif
endif

KERNEL_SOURCES += $(ARCH_SOURCES)
KERNEL_INCLUDES := -Iinclude -Ikernel/include -I$(ARCH_FOLDER)/include -Itests/portable $(ARCH_INCLUDES)
KERNEL_OBJECTS := $(patsubst %,$(BUILD)/%.o,$(basename $(KERNEL_SOURCES))) \
	$(if $(filter 1,$(WHOLE)),$(WHOLE_OBJECTS))

# How the objects were compiled that the kernel was linked from.
HOW := $(BUILD)/whole/how
$(HOW): always
	@mkdir -p $(@D)
	@echo 'WHOLE=$(WHOLE)' | cmp -s - $@ || echo 'WHOLE=$(WHOLE)' > $@
# What needs it is looked at each time.
.PHONY: always
$(KERNEL_IMAGE): $(HOW)

##@ Set-up and building

## build the kernel of ARCH
kernel: $(KERNEL_IMAGE)
	@test -n "$(KERNEL_IMAGE)" || $(PYTHON) tools/bootstrap.py '$(ARCH)' build

# The self-tests are compiled often, and take longer than all the rest: without what helps
# neither them nor a debugger.
$(BUILD)/tests/%.o $(BUILD)/whole/tests/%.o: KERNEL_CFLAGS += -Og

# The types that tools/gdb/ reads; of all other files names and lines suffice.
WITH_TYPES := core/persistent core/io kernel/debugger kernel/sched/switch kernel/sched/task kernel/memory \
	kernel/drivers/private_windows whole/core whole/kernel
$(WITH_TYPES:%=$(BUILD)/%.o): KERNEL_CFLAGS += -g

define kernel-cc
@mkdir -p $(@D)
@echo "  CC  $<"
$(Q)$(CROSS_COMPILE)gcc $(KERNEL_CFLAGS) $(EXTRA_CFLAGS) $(ARCH_CFLAGS) $(KERNEL_INCLUDES) $(1) -MMD -MP -c $< -o $@
endef

$(BUILD)/%.o: %.c $(MAKEFILE_LIST)
	$(call kernel-cc)

# They say where a file is from the root, and a file includes what is beside it.
$(WHOLE_OBJECTS): %.o: %.c $(MAKEFILE_LIST)
	$(call kernel-cc,-iquote .)

$(BUILD)/%.o: %.S $(MAKEFILE_LIST)
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(Q)$(CROSS_COMPILE)gcc $(KERNEL_CFLAGS) $(ARCH_CFLAGS) $(KERNEL_INCLUDES) -MMD -MP -c $< -o $@

TEMPLATE_OBJECTS := $(patsubst %.c,build/template/%.o,$(CORE_SOURCES))

## compile the core with the port template, which works on any machine
template: $(TEMPLATE_OBJECTS)

build/template/%.o: %.c $(MAKEFILE_LIST)
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(Q)gcc $(KERNEL_CFLAGS) -Iinclude -Iarch/template -Iarch/template/host -MMD -MP -c $< -o $@

# Last of all: these are in $(MAKEFILE_LIST), too, and newer than the objects that come first.
-include $(KERNEL_OBJECTS:.o=.d) $(OS_OBJECTS:.o=.d) $(TEMPLATE_OBJECTS:.o=.d)
