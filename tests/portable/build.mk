# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# The self-tests for any port, on a small kernel that can be broken. Programs are
# build/portable/port.<configuration>. Paths are relative to the root of the repository.

##@ Building the programs of the tests

## PORTABLE_CC=gcc: the compiler of the small kernel for the self-tests of any port
PORTABLE_CC ?= gcc
PORTABLE_CFLAGS = -std=gnu11 -g1 -D_GNU_SOURCE -Wall -Wextra -Werror -Wundef \
	-Wstrict-prototypes -Wmissing-prototypes
PORTABLE_CPPFLAGS = -Iinclude -Icore -Itests/portable -Itests/portable/host -DKMAP_PERSISTENT_PAGES=48
PORTABLE_OUT := build/portable

# Configurations in which the tests expect different results.
PORTABLE_CONFIGS := default debug slots1 slots32 private task taskdebug
PORTABLE_FLAGS_default := -DKMAP_CPUS_MAX=2
PORTABLE_FLAGS_debug := -DKMAP_CPUS_MAX=2 -DKMAP_DEBUG=1 -DKMAP_SLOTS=6
PORTABLE_FLAGS_slots1 := -DKMAP_CPUS_MAX=1 -DKMAP_SLOTS=1 -DKMAP_INLINE=0
PORTABLE_FLAGS_slots32 := -DKMAP_CPUS_MAX=3 -DKMAP_SLOTS=32 -DKMAP_STATS=0
PORTABLE_FLAGS_private := -DKMAP_CPUS_MAX=2 -DKMAP_WINDOW=private
PORTABLE_FLAGS_task := -DKMAP_CPUS_MAX=3 -DKMAP_WINDOW=task -DKMAP_TASKS_MAX=17
PORTABLE_FLAGS_taskdebug := $(PORTABLE_FLAGS_task) -DKMAP_DEBUG=1 -DKMAP_SLOTS=6

PORTABLE_SOURCES := $(wildcard core/*.c tests/portable/*.c tests/portable/host/*.c)

define portable-config
PORTABLE_OBJECTS_$(1) := $(PORTABLE_SOURCES:%.c=$(PORTABLE_OUT)/$(1)/%.o)

$(PORTABLE_OUT)/$(1)/%.o: %.c tests/portable/build.mk
	@mkdir -p $$(@D)
	@echo "  CC  $$< (portable, $(1))"
	$$(Q)$$(PORTABLE_CC) $$(PORTABLE_CFLAGS) $$(PORTABLE_CPPFLAGS) $(PORTABLE_FLAGS_$(1)) \
		-MMD -MP -c $$< -o $$@

$(PORTABLE_OUT)/port.$(1): $$(PORTABLE_OBJECTS_$(1))
	$$(Q)$$(PORTABLE_CC) $$(PORTABLE_CFLAGS) $$^ -o $$@
endef
$(foreach c,$(PORTABLE_CONFIGS),$(eval $(call portable-config,$(c))))

.PHONY: portable-tests list-portable-tests

## the small kernel for the self-tests of any port: build/portable/port.CONFIGURATION
portable-tests: $(PORTABLE_CONFIGS:%=$(PORTABLE_OUT)/port.%)
list-portable-tests:
	@printf '%s\n' $(PORTABLE_CONFIGS:%=$(PORTABLE_OUT)/port.%)

-include $(foreach c,$(PORTABLE_CONFIGS),$(PORTABLE_SOURCES:%.c=$(PORTABLE_OUT)/$(c)/%.d))
