# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# The unchanged core on real threads, under ThreadSanitizer. Programs are
# build/race/race.<configuration>. Paths are relative to the root of the repository.

##@ Building the programs of the tests

## RACE_CC=gcc: the compiler of the programs for ThreadSanitizer
RACE_CC ?= gcc
RACE_CFLAGS = -std=gnu11 -g1 -O1 -Wall -Wextra -Werror -Wundef -fsanitize=thread -pthread
RACE_CPPFLAGS = -Iinclude -Icore -iquote . -Itests/race -DKMAP_CPUS_MAX=4 -DKMAP_IO_PAGES=16
RACE_OUT := build/race

# Persistent windows too small for four CPUs, so that tasks wait; and options that change the code.
RACE_CONFIGS := persistent4 persistent1 count32 calls debug private task
RACE_FLAGS_persistent4 := -DKMAP_PERSISTENT_PAGES=4
RACE_FLAGS_persistent1 := -DKMAP_PERSISTENT_PAGES=1
# No generations: tests the second check of a slot, which is otherwise hardly ever needed.
RACE_FLAGS_count32 := -DKMAP_PERSISTENT_PAGES=1 -DKMAP_PERSISTENT_COUNT_MASK=0xffffffffu
RACE_FLAGS_calls := -DKMAP_PERSISTENT_PAGES=3 -DKMAP_INLINE=0
RACE_FLAGS_debug := -DKMAP_PERSISTENT_PAGES=3 -DKMAP_DEBUG=1
RACE_FLAGS_private := -DKMAP_PERSISTENT_PAGES=3 -DKMAP_WINDOW=private
# Windows of the CPUs' own tasks, and of those that move.
RACE_FLAGS_task := -DKMAP_PERSISTENT_PAGES=3 -DKMAP_WINDOW=task -DKMAP_TASKS_MAX=10

include tests/whole/build.mk
$(eval $(call whole-core,$(RACE_OUT)/whole/core.c))
RACE_SOURCES := $(wildcard tests/race/*.c)

define race-config
RACE_OBJECTS_$(1) := $(RACE_OUT)/$(1)/core/whole.o $(RACE_SOURCES:%.c=$(RACE_OUT)/$(1)/%.o)

$(RACE_OUT)/$(1)/core/whole.o: $(RACE_OUT)/whole/core.c tests/race/build.mk
	@mkdir -p $$(@D)
	@echo "  CC  $$< (race, $(1))"
	$$(Q)$$(RACE_CC) $$(RACE_CFLAGS) $$(RACE_CPPFLAGS) $(RACE_FLAGS_$(1)) -MMD -MP -c $$< -o $$@

$(RACE_OUT)/$(1)/%.o: %.c tests/race/build.mk
	@mkdir -p $$(@D)
	@echo "  CC  $$< (race, $(1))"
	$$(Q)$$(RACE_CC) $$(RACE_CFLAGS) $$(RACE_CPPFLAGS) $(RACE_FLAGS_$(1)) -MMD -MP -c $$< -o $$@

$(RACE_OUT)/race.$(1): $$(RACE_OBJECTS_$(1))
	$$(Q)$$(RACE_CC) $$(RACE_CFLAGS) $$^ -o $$@
endef
$(foreach c,$(RACE_CONFIGS),$(eval $(call race-config,$(c))))

.PHONY: race-tests list-race-tests

## the programs of make race, in all configurations: build/race/race.CONFIGURATION
race-tests: $(RACE_CONFIGS:%=$(RACE_OUT)/race.%)
list-race-tests:
	@printf '%s\n' $(RACE_CONFIGS:%=race.%)

-include $(foreach c,$(RACE_CONFIGS),$(RACE_OUT)/$(c)/core/whole.d \
	$(RACE_SOURCES:%.c=$(RACE_OUT)/$(c)/%.d))
