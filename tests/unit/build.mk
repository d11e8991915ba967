# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Unit tests on the host: the unchanged core against tests/unit/fake, in every
# configuration that makes a difference. Binaries are build/unit/<test>.<configuration>.
# Paths are relative to the root of the repository.

UNIT_CC ?= gcc
UNIT_SANITIZE ?= -fsanitize=address,undefined -fno-sanitize-recover=undefined
UNIT_CFLAGS = -std=gnu11 -g -O1 -Wall -Wextra -Werror -Wundef $(UNIT_SANITIZE)
UNIT_CPPFLAGS = -Iinclude -Itests/unit/fake -Itests/unit -Icore
UNIT_OUT := build/unit

UNIT_CORE := $(patsubst core/%.c,%,$(wildcard core/*.c))
UNIT_FAKE := fake/fake_step fake/fake_machine fake/fake_host model inject

# The configurations of behaviour, and the tests that run in each. All pairs of
# steps take time that grows with the square of the slots: few of them there.
UNIT_CONFIGS := default guard slots1 slots32 cpus64 none8 words2 pae calls setmaps
UNIT_FLAGS_default :=
UNIT_FLAGS_guard := -DKMAP_GUARD=1
UNIT_FLAGS_slots1 := -DKMAP_SLOTS=1 -DKMAP_CPUS_MAX=1
UNIT_FLAGS_slots32 := -DKMAP_SLOTS=32 -DKMAP_GUARD=1 -DKMAP_CPUS_MAX=2
UNIT_FLAGS_cpus64 := -DKMAP_CPUS_MAX=64 -DKMAP_SLOTS=5
UNIT_FLAGS_none8 := -DFAKE_NONE=8 -DKMAP_SLOTS=5
UNIT_FLAGS_words2 := -DFAKE_PTE_WORDS=2 -DFAKE_NONE=8 -DKMAP_GUARD=1 -DKMAP_SLOTS=5
UNIT_FLAGS_pae := -DFAKE_PAE=1 -DKMAP_SLOTS=5
UNIT_FLAGS_calls := -DKMAP_INLINE=0
UNIT_FLAGS_setmaps := -DFAKE_SET_MAPS=1 -DKMAP_SLOTS=5
UNIT_ALL := test_local test_switch test_steps test_atomic test_page test_report test_task
$(foreach c,$(UNIT_CONFIGS),$(eval UNIT_TESTS_$(c) := $(UNIT_ALL)))
$(foreach c,default slots1 cpus64 none8 words2 pae setmaps,$(eval UNIT_TESTS_$(c) += test_pairs))

# The arithmetic of the window: CPUs, slots, guard. All pairs of CPUs and slots.
UNIT_WINDOWS := 1.1.0 1.16.1 1.32.0 8.1.1 8.16.0 8.32.1 64.1.0 64.16.1 64.32.0 \
	256.1.1 256.16.0 256.32.1
unit-part = $(word $(2),$(subst ., ,$(1)))
define unit-window
UNIT_CONFIGS += $(1)
UNIT_FLAGS_$(1) := -DKMAP_CPUS_MAX=$(call unit-part,$(1),1) \
	-DKMAP_SLOTS=$(call unit-part,$(1),2) -DKMAP_GUARD=$(call unit-part,$(1),3)
UNIT_TESTS_$(1) := test_window
endef
$(foreach w,$(UNIT_WINDOWS),$(eval $(call unit-window,$(w))))

# Objects of one configuration: the core and the fake once, then each test.
define unit-config
UNIT_OBJECTS_$(1) := $$(UNIT_CORE:%=$(UNIT_OUT)/obj/$(1)/core/%.o) \
	$$(UNIT_FAKE:%=$(UNIT_OUT)/obj/$(1)/unit/%.o)

$(UNIT_OUT)/obj/$(1)/core/%.o: core/%.c tests/unit/build.mk | $(UNIT_OUT)/pae/kmap_arch_pte.h
	@mkdir -p $$(@D)
	@echo "  CC  $$< ($(1))"
	$$(Q)$$(UNIT_CC) $$(UNIT_CFLAGS) $$(UNIT_CPPFLAGS) -I$(UNIT_OUT)/pae $(UNIT_FLAGS_$(1)) \
		-MMD -MP -c $$< -o $$@

$(UNIT_OUT)/obj/$(1)/unit/%.o: tests/unit/%.c tests/unit/build.mk | $(UNIT_OUT)/pae/kmap_arch_pte.h
	@mkdir -p $$(@D)
	@echo "  CC  $$< ($(1))"
	$$(Q)$$(UNIT_CC) $$(UNIT_CFLAGS) $$(UNIT_CPPFLAGS) -I$(UNIT_OUT)/pae $(UNIT_FLAGS_$(1)) \
		-DUNIT_NAME='"$$(notdir $$*).$(1)"' -MMD -MP -c $$< -o $$@

# The code of a test goes to a section of its own, so that it can tell its addresses.
$(UNIT_OUT)/%.$(1): $(UNIT_OUT)/obj/$(1)/unit/%.o $$(UNIT_OBJECTS_$(1))
	$$(Q)objcopy --rename-section .text=unit_text $$< $$<.renamed
	$$(Q)$$(UNIT_CC) $$(UNIT_CFLAGS) $$<.renamed $$(UNIT_OBJECTS_$(1)) -lcmocka -o $$@
endef
$(foreach c,$(UNIT_CONFIGS),$(eval $(call unit-config,$(c))))

UNIT_TESTS := $(foreach c,$(UNIT_CONFIGS),$(UNIT_TESTS_$(c):%=$(UNIT_OUT)/%.$(c))) \
	$(UNIT_OUT)/test_compile

# The PTE of x86 with PAE, its stores made visible to the fake machine.
$(UNIT_OUT)/pae/kmap_arch_pte.h: arch/x86/pae/kmap_arch_pte.h
	@mkdir -p $(@D)
	$(Q)sed 's/^\tword->\(low\|high\) = \(.*\);$$/\tfake_store((uint32_t *)\&word->\1, \2, "\1 word");/' \
		$< > $@.new
	@! grep -n 'word->.* = ' $@.new || { echo "$<: a store that build.mk does not find"; exit 1; }
	$(Q)mv $@.new $@

# A script: what must compile and what must not.
$(UNIT_OUT)/test_compile: tests/unit/test_compile.py tests/unit/build.mk
	@mkdir -p $(@D)
	$(Q)printf '#!/bin/sh\nexec python3 "$${0%%/*}/../../$<"\n' > $@
	$(Q)chmod +x $@

.PHONY: unit-tests list-unit-tests
unit-tests: $(UNIT_TESTS)
list-unit-tests:
	@printf '%s\n' $(UNIT_TESTS)

.SECONDARY:
-include $(wildcard $(foreach c,$(UNIT_CONFIGS),$(UNIT_OUT)/obj/$(c)/core/*.d \
	$(UNIT_OUT)/obj/$(c)/unit/*.d $(UNIT_OUT)/obj/$(c)/unit/fake/*.d))
