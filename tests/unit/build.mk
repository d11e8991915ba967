# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Unit tests on the host: the unchanged core against tests/unit/fake, in every
# configuration that makes a difference. Binaries are build/unit/<test>.<configuration>.
# Paths are relative to the root of the repository.

##@ Building the programs of the tests

## UNIT_CC=gcc: the compiler of the unit tests
UNIT_CC ?= gcc
## UNIT_SANITIZE=flags: instead of the address and the undefined-behaviour sanitizer
UNIT_SANITIZE ?= -fsanitize=address,undefined -fno-sanitize-recover=undefined
## UNIT_DEBUG=-g1: with line numbers in what the sanitizers say, which takes a fifth longer
UNIT_DEBUG ?= -g0
## UNIT_FAST=flags: for what runs long, after UNIT_SANITIZE
UNIT_FAST ?= -O1 -fno-sanitize=all
UNIT_CFLAGS = -std=gnu11 $(UNIT_DEBUG) -O0 -Wall -Wextra -Werror -Wundef $(UNIT_SANITIZE)
# The linker of programs without link-time optimisation: the faster one, where there is one.
UNIT_LD := $(if $(shell command -v ld.gold),-fuse-ld=gold)
UNIT_CPPFLAGS = -Iinclude -Itests/unit -Icore -iquote .
UNIT_OUT := build/unit

# What each test comes with, as one file; the fake machine has flags of its own.
UNIT_COMMON := fake/fake_step fake/fake_fail fake/fake_tables fake/fake_persistent \
	fake/fake_io fake/fake_host \
	model persistent_model inject reports fixture only
UNIT_FAKE := common fake/fake_machine

# The configurations of behaviour, and the tests that run in each. All pairs of
# steps take time that grows with the square of the slots: few of them there.
UNIT_CONFIGS := default guard slots1 slots32 cpus64 none8 words2 pae long calls setmaps \
	debug force debugforce nostats retire retireguard
UNIT_FLAGS_default :=
UNIT_FLAGS_guard := -DKMAP_GUARD=1
UNIT_FLAGS_slots1 := -DKMAP_SLOTS=1 -DKMAP_CPUS_MAX=1
UNIT_FLAGS_slots32 := -DKMAP_SLOTS=32 -DKMAP_CPUS_MAX=2
UNIT_FLAGS_cpus64 := -DKMAP_CPUS_MAX=64 -DKMAP_SLOTS=5
UNIT_FLAGS_none8 := -DFAKE_NONE=8 -DKMAP_SLOTS=5
UNIT_FLAGS_words2 := -DFAKE_PTE_WORDS=2 -DFAKE_NONE=8 -DKMAP_GUARD=1 -DKMAP_SLOTS=5
UNIT_FLAGS_pae := -DFAKE_PAE=1 -DKMAP_SLOTS=5
UNIT_FLAGS_long := -DFAKE_LONG=1 -DKMAP_SLOTS=5
UNIT_FLAGS_calls := -DKMAP_INLINE=0
UNIT_FLAGS_setmaps := -DFAKE_SET_MAPS=1 -DKMAP_SLOTS=5
UNIT_FLAGS_debug := -DKMAP_DEBUG=1
UNIT_FLAGS_force := -DKMAP_FORCE_MAP=1
UNIT_FLAGS_debugforce := -DKMAP_DEBUG=1 -DKMAP_FORCE_MAP=1 -DKMAP_SLOTS=5
UNIT_FLAGS_nostats := -DKMAP_STATS=0
UNIT_FLAGS_retire := -DFAKE_RETIRES=1 -DKMAP_SLOTS=5
UNIT_FLAGS_retireguard := -DFAKE_RETIRES=1 -DKMAP_GUARD=1 -DKMAP_SLOTS=5
UNIT_ALL := test_local test_range test_try test_address test_irq test_switch test_steps \
	test_atomic test_page \
	test_report test_task test_stat test_describe
$(foreach c,$(UNIT_CONFIGS),$(eval UNIT_TESTS_$(c) := $(UNIT_ALL)))

# Windows that are private to a CPU: everything that the other kind runs, and then, in each
# configuration, the tests that move tasks at every step.
UNIT_PRIVATES := private privatedebug privateguard privatecalls privatepae privateretire \
	privatenostats
UNIT_CONFIGS += $(UNIT_PRIVATES)
UNIT_FLAGS_private := -DKMAP_WINDOW=private
UNIT_FLAGS_privatedebug := -DKMAP_WINDOW=private -DKMAP_DEBUG=1
UNIT_FLAGS_privateguard := -DKMAP_WINDOW=private -DKMAP_GUARD=1 -DKMAP_SLOTS=5
UNIT_FLAGS_privatecalls := -DKMAP_WINDOW=private -DKMAP_INLINE=0 -DKMAP_SLOTS=32 -DKMAP_CPUS_MAX=2
UNIT_FLAGS_privatepae := -DKMAP_WINDOW=private -DFAKE_PAE=1 -DKMAP_SLOTS=5
UNIT_FLAGS_privateretire := -DKMAP_WINDOW=private -DFAKE_RETIRES=1 -DKMAP_SLOTS=5
UNIT_FLAGS_privatenostats := -DKMAP_WINDOW=private -DKMAP_STATS=0
$(foreach c,$(UNIT_PRIVATES),$(eval UNIT_TESTS_$(c) := test_migrate test_steps))
UNIT_TESTS_private += $(filter-out test_steps,$(UNIT_ALL)) test_resources test_kinds test_execute \
	test_cpus test_parts test_trial test_io
UNIT_TESTS_privatedebug += test_report test_describe test_debug
UNIT_TESTS_privateretire += test_retire

# Windows of the tasks: everything that the other kinds run, once; and in each configuration
# the tests that move tasks at every step, and those of arrivals.
UNIT_TASKS := task taskdebug taskguard taskcalls taskpae tasknostats
UNIT_CONFIGS += $(UNIT_TASKS)
UNIT_FLAGS_task := -DKMAP_WINDOW=task -DKMAP_CPUS_MAX=3
UNIT_FLAGS_taskdebug := -DKMAP_WINDOW=task -DKMAP_DEBUG=1 -DKMAP_TASKS_MAX=5 -DKMAP_CPUS_MAX=2
UNIT_FLAGS_taskguard := -DKMAP_WINDOW=task -DKMAP_GUARD=1 -DKMAP_SLOTS=5 -DKMAP_TASKS_MAX=5
UNIT_FLAGS_taskcalls := -DKMAP_WINDOW=task -DKMAP_INLINE=0 -DKMAP_SLOTS=32 -DKMAP_CPUS_MAX=2
UNIT_FLAGS_taskpae := -DKMAP_WINDOW=task -DFAKE_PAE=1 -DKMAP_SLOTS=5 -DKMAP_TASKS_MAX=5
UNIT_FLAGS_tasknostats := -DKMAP_WINDOW=task -DKMAP_STATS=0 -DKMAP_TASKS_MAX=5
$(foreach c,$(UNIT_TASKS),$(eval UNIT_TESTS_$(c) := test_arrive test_migrate test_steps))
UNIT_TESTS_task += $(filter-out test_steps,$(UNIT_ALL)) test_resources test_kinds test_execute \
	test_cpus test_parts test_trial test_io
UNIT_TESTS_taskdebug += test_report test_describe test_debug test_trial
UNIT_TESTS_taskguard += test_task test_irq
UNIT_TESTS_tasknostats += test_stat

# Many given back at once; and a processor that invalidates ranges.
UNIT_CONFIGS += ranges
UNIT_FLAGS_ranges := -DFAKE_RANGES=1 -DKMAP_ARCH_PAGES_AT_ONCE=4
UNIT_TESTS_ranges := test_range test_switch test_page
$(foreach c,default debug force ranges private task,$(eval UNIT_TESTS_$(c) += test_together))

# The page helpers, byte by byte: on tests/unit/plain, whose memory is real.
UNIT_PLAIN_FLAGS := -Itests/unit/plain -Itests/selftest -Ikernel/include
UNIT_PLAIN := plain/plain only page_ops page_misuse
define unit-plain
UNIT_CONFIGS += $(1)
UNIT_FLAGS_$(1) := $(2)
UNIT_FAKE_$(1) := $(UNIT_PLAIN)
UNIT_TESTS_$(1) := test_page_bytes
endef
$(eval $(call unit-plain,plain))
$(eval $(call unit-plain,plaincalls,-DKMAP_INLINE=0 -DKMAP_SLOTS=2 -DKMAP_STATS=0))
$(eval $(call unit-plain,plainspans,-DKMAP_ARCH_PAGES_AT_ONCE=3))
$(eval $(call unit-plain,plaindebug,-DKMAP_DEBUG=1 -DKMAP_SLOTS=8))
$(eval $(call unit-plain,plainforce,-DKMAP_FORCE_MAP=1 -DKMAP_CPUS_MAX=1))

# All pairs of steps: long runs, so without sanitizers, which the configurations above have.
UNIT_PAIRS := cpus64 none8 words2 pae setmaps retire
$(foreach c,$(UNIT_PAIRS),$(eval UNIT_FLAGS_$(c) += $(UNIT_FAST)))
$(foreach c,slots1 $(UNIT_PAIRS),$(eval UNIT_TESTS_$(c) += test_pairs))

# The persistent window: its sizes, and what else makes a difference to it.
UNIT_PERSISTENTS := persistent1 persistent3 persistent5 persistent1000 persistentforce \
	persistentcalls persistentwords2 persistentpae persistentretire
UNIT_CONFIGS += $(UNIT_PERSISTENTS)
UNIT_FLAGS_persistent1 := -DKMAP_PERSISTENT_PAGES=1
UNIT_FLAGS_persistent3 := -DKMAP_PERSISTENT_PAGES=3
UNIT_FLAGS_persistent5 := -DKMAP_PERSISTENT_PAGES=5
UNIT_FLAGS_persistent1000 := -DKMAP_PERSISTENT_PAGES=1000 -DFAKE_HIGH_FRAMES=2100
UNIT_FLAGS_persistentforce := -DKMAP_PERSISTENT_PAGES=3 -DKMAP_FORCE_MAP=1
UNIT_FLAGS_persistentcalls := -DKMAP_PERSISTENT_PAGES=3 -DKMAP_INLINE=0
UNIT_FLAGS_persistentwords2 := -DKMAP_PERSISTENT_PAGES=5 -DFAKE_PTE_WORDS=2 -DFAKE_NONE=8
UNIT_FLAGS_persistentpae := -DKMAP_PERSISTENT_PAGES=5 -DFAKE_PAE=1
UNIT_FLAGS_persistentretire := -DKMAP_PERSISTENT_PAGES=3 -DFAKE_RETIRES=1
$(foreach c,$(UNIT_PERSISTENTS),$(eval UNIT_TESTS_$(c) := test_persistent test_persistent_misuse test_persistent_address test_persistent_count))
$(foreach c,$(filter-out persistent1000,$(UNIT_PERSISTENTS)),$(eval UNIT_TESTS_$(c) += test_persistent_steps))

# An architecture in which a page must not have two addresses.
UNIT_CONFIGS += reuse reusedebug
UNIT_FLAGS_reuse := -DFAKE_REUSES=1 -DKMAP_PERSISTENT_PAGES=5 -DKMAP_PERSISTENT_COUNT_MASK=7
UNIT_FLAGS_reusedebug := $(UNIT_FLAGS_reuse) -DKMAP_DEBUG=1
UNIT_TESTS_reuse := test_reuse test_local test_persistent
UNIT_TESTS_reusedebug := test_reuse

# Debug mode where an empty PTE is not zero; as many slots as leave a bit of the mask unused.
UNIT_CONFIGS += debugnone8 slots31
UNIT_FLAGS_debugnone8 := -DKMAP_DEBUG=1 -DFAKE_NONE=8 -DKMAP_SLOTS=5
UNIT_FLAGS_slots31 := -DKMAP_SLOTS=31 -DKMAP_CPUS_MAX=3
UNIT_TESTS_debugnone8 := test_switch test_steps test_task test_irq test_debug
UNIT_TESTS_slots31 := test_local test_irq test_range test_try

# What a mapping uses up, and which kind an address is of.
$(foreach c,default guard none8 words2 force,$(eval UNIT_TESTS_$(c) += test_resources))
$(foreach c,default force debug none8,$(eval UNIT_TESTS_$(c) += test_kinds))
$(foreach c,default guard slots1 words2 pae long calls retire,$(eval UNIT_TESTS_$(c) += test_execute))
$(foreach c,default guard cpus64,$(eval UNIT_TESTS_$(c) += test_cpus))

# The window of I/O mappings: small ones, and CPUs, slots and PTEs of every kind.
UNIT_CONFIGS += io1 io5
UNIT_FLAGS_io1 := -DKMAP_IO_PAGES=1
UNIT_FLAGS_io5 := -DKMAP_IO_PAGES=5
UNIT_IO := io1 io5 default guard slots1 none8 words2 pae long calls debug force retire
$(foreach c,$(UNIT_IO),$(eval UNIT_TESTS_$(c) += test_io test_io_misuse))
$(foreach c,debug debugforce,$(eval UNIT_TESTS_$(c) += test_debug))
# Faults found by trial.
$(foreach c,default calls debug debugforce,$(eval UNIT_TESTS_$(c) += test_trial))
$(foreach c,default guard slots1 slots32 calls debug force,$(eval UNIT_TESTS_$(c) += test_parts))
$(foreach c,retire retireguard,$(eval UNIT_TESTS_$(c) += test_retire))

# Cache colours: not every mapping fits that fits otherwise, so these have tests of their own.
UNIT_CONFIGS += colours2 colours4guard
UNIT_FLAGS_colours2 := -DFAKE_COLOURS=2 -DKMAP_SLOTS=6
UNIT_FLAGS_colours4guard := -DFAKE_COLOURS=4 -DKMAP_GUARD=1 -DKMAP_SLOTS=8
UNIT_TESTS_colours2 := test_colours
UNIT_TESTS_colours4guard := test_colours

# Real parts, with a cache that holds what is written: a MIPS 24K or 34K, without and with user
# space that maps pages at any colour; an Xtensa whose ways have two pages; Marvell's Feroceon, an
# ARM that finds lines by virtual addresses.
UNIT_MIPS24K := -DCACHE_KIB=32 -DCACHE_WAYS=4
UNIT_FLAGS_mips24k := $(UNIT_MIPS24K)
UNIT_FLAGS_mips24kretire := $(UNIT_MIPS24K) -DFAKE_RETIRES=1
UNIT_FLAGS_mips24kprivate := $(UNIT_MIPS24K) -DKMAP_WINDOW=private
UNIT_FLAGS_mips24ktask := $(UNIT_MIPS24K) -DKMAP_WINDOW=task
UNIT_FLAGS_mips24kdebug := $(UNIT_MIPS24K) -DKMAP_DEBUG=1
UNIT_FLAGS_xtensa := -DCACHE_KIB=16 -DCACHE_WAYS=2 -DKMAP_SLOTS=8 -DKMAP_CPUS_MAX=1
UNIT_FLAGS_feroceon := -DCACHE_KIB=16 -DCACHE_WAYS=4 -DCACHE_TAGS=CACHE_VIRTUAL -DFAKE_RETIRES=1 \
	-DFAKE_REUSES=1 -DKMAP_CPUS_MAX=1
UNIT_ALIASING := mips24k mips24kretire mips24kprivate mips24ktask mips24kdebug xtensa
UNIT_CACHES := $(UNIT_ALIASING) feroceon
UNIT_CONFIGS += $(UNIT_CACHES)
$(foreach c,$(UNIT_CACHES),$(eval UNIT_FLAGS_$(c) += -DKMAP_PERSISTENT_PAGES=5))
$(foreach c,$(UNIT_CACHES),$(eval UNIT_TESTS_$(c) := test_cache))
$(foreach c,$(UNIT_ALIASING),$(eval UNIT_TESTS_$(c) += test_colours))
UNIT_TESTS_mips24kretire += test_retire
UNIT_TESTS_feroceon += test_retire test_local

# Link-time optimisation, which sees through calls from a test into the core: reports
# name the right caller all the same. The sanitizers would keep it from inlining. What tests
# come with is compiled once, and not again for each of them when it is linked.
UNIT_LTO := -O2 -flto -fno-sanitize=all
UNIT_LTO_gcc := -flto-partition=none -fno-toplevel-reorder -fno-reorder-functions
define unit-lto
UNIT_CONFIGS += lto$(1) plainlto$(1)
UNIT_CC_lto$(1) := $(2)
UNIT_CC_plainlto$(1) := $(2)
UNIT_LINK_lto$(1) := $(UNIT_LTO) $(3)
UNIT_LINK_plainlto$(1) := $(UNIT_LTO) $(3)
UNIT_TEST_FLAGS_lto$(1) := -include lto.h
UNIT_OTHER_FLAGS_lto$(1) := -fno-lto
UNIT_TEST_FLAGS_plainlto$(1) := -include lto.h
UNIT_OTHER_FLAGS_plainlto$(1) := -fno-lto
UNIT_FLAGS_lto$(1) := $(UNIT_LTO) $(3) -DKMAP_PERSISTENT_PAGES=5
UNIT_FLAGS_plainlto$(1) := $(UNIT_LTO) $(3) -DKMAP_SLOTS=8
UNIT_FAKE_plainlto$(1) := $(UNIT_PLAIN)
UNIT_TESTS_lto$(1) := test_report test_task test_range test_parts test_persistent_misuse test_io_misuse
UNIT_TESTS_plainlto$(1) := test_page_bytes
endef
$(eval $(call unit-lto,,gcc,$(UNIT_LTO_gcc)))
$(eval $(call unit-lto,clang,clang,))

# The arithmetic of the window: CPUs, slots, guard. All pairs of CPUs and slots.
UNIT_WINDOWS := 1.1.0 1.16.1 1.32.0 3.7.1 7.31.0 8.1.1 8.16.0 8.16.1 64.1.0 64.16.1 64.32.0 \
	256.1.1 256.16.0 256.16.1
unit-part = $(word $(2),$(subst ., ,$(1)))
define unit-window
UNIT_CONFIGS += $(1)
UNIT_FLAGS_$(1) := -DKMAP_CPUS_MAX=$(call unit-part,$(1),1) \
	-DKMAP_SLOTS=$(call unit-part,$(1),2) -DKMAP_GUARD=$(call unit-part,$(1),3)
UNIT_TESTS_$(1) := test_window
endef
$(foreach w,$(UNIT_WINDOWS),$(eval $(call unit-window,$(w))))

include tests/whole/build.mk
$(eval $(call whole-core,$(UNIT_OUT)/whole/core.c))
$(eval $(call whole,$(UNIT_OUT)/whole/common.c,$(UNIT_COMMON:%=tests/unit/%.c) tests/cache/cache.c))

# Compile the core, or what each test comes with, in a configuration.
define unit-whole
@mkdir -p $(@D)
@echo "  CC  $< ($(1))"
$(Q)$(UNIT_CC_$(1)) $(UNIT_CFLAGS) $(UNIT_CPPFLAGS) $(UNIT_PORT_$(1)) \
	$(UNIT_FLAGS_$(1)) $(2) -MMD -MP -c $< -o $@
endef

# Objects of one configuration: the core and the fake once, then each test.
define unit-config
UNIT_CC_$(1) ?= $$(UNIT_CC)
UNIT_PORT_$(1) := $(if $(UNIT_FAKE_$(1)),$(UNIT_PLAIN_FLAGS),-Itests/unit/fake)
UNIT_OBJECTS_$(1) := $(UNIT_OUT)/obj/$(1)/core/whole.o \
	$(patsubst %,$(UNIT_OUT)/obj/$(1)/unit/%.o,$(or $(UNIT_FAKE_$(1)),$(UNIT_FAKE)))

$(UNIT_OUT)/obj/$(1)/core/whole.o: $(UNIT_OUT)/whole/core.c
	$$(call unit-whole,$(1))

$(UNIT_OUT)/obj/$(1)/unit/common.o: $(UNIT_OUT)/whole/common.c
	$$(call unit-whole,$(1),$(UNIT_OTHER_FLAGS_$(1)))

$(UNIT_OUT)/obj/$(1)/unit/%.o: tests/unit/%.c tests/unit/build.mk
	@mkdir -p $$(@D)
	@echo "  CC  $$< ($(1))"
	$$(Q)$$(UNIT_CC_$(1)) $$(UNIT_CFLAGS) $$(UNIT_CPPFLAGS) $$(UNIT_PORT_$(1)) \
		$(UNIT_FLAGS_$(1)) \
		$$(if $$(filter test_%,$$*),$(UNIT_TEST_FLAGS_$(1)),$(UNIT_OTHER_FLAGS_$(1))) \
		-DUNIT_NAME='"$$(notdir $$*).$(1)"' -MMD -MP -c $$< -o $$@

$(UNIT_OUT)/obj/$(1)/unit/%.o: tests/selftest/%.c tests/unit/build.mk
	@mkdir -p $$(@D)
	@echo "  CC  $$< ($(1))"
	$$(Q)$$(UNIT_CC_$(1)) $$(UNIT_CFLAGS) $$(UNIT_CPPFLAGS) $$(UNIT_PORT_$(1)) $(UNIT_FLAGS_$(1)) \
		-MMD -MP -c $$< -o $$@

# The code of a test goes to a section of its own, so that it can tell its addresses;
# lto.h sees to that where an object holds no code yet.
$(UNIT_OUT)/%.$(1): $(UNIT_OUT)/obj/$(1)/unit/%.o $$(UNIT_OBJECTS_$(1))
	$$(Q)$(if $(UNIT_LINK_$(1)),cp $$<,objcopy --rename-section .text=unit_text $$<) $$<.renamed
	$$(Q)$$(UNIT_CC_$(1)) $$(UNIT_CFLAGS) $(or $(UNIT_LINK_$(1)),$(UNIT_LD)) $$<.renamed \
		$$(UNIT_OBJECTS_$(1)) -lcmocka -o $$@
endef
$(foreach c,$(UNIT_CONFIGS),$(eval $(call unit-config,$(c))))

# `make coverage` keeps all inline functions in the core, so that those which nothing calls are
# counted, too.
## UNIT_CORE_CFLAGS=flags: more flags, for the core only
UNIT_CORE_CFLAGS ?=
$(UNIT_OUT)/obj/%/core/whole.o: UNIT_CFLAGS += $(UNIT_CORE_CFLAGS)

# Half of the time of all tests is spent in the fake TLB, which fills itself at every step.
$(UNIT_OUT)/obj/%/unit/fake/fake_machine.o: UNIT_CFLAGS += $(UNIT_FAST)

UNIT_TESTS := $(foreach c,$(UNIT_CONFIGS),$(UNIT_TESTS_$(c):%=$(UNIT_OUT)/%.$(c))) \
	$(UNIT_OUT)/test_compile

# A script: what must compile and what must not.
$(UNIT_OUT)/test_compile: tests/unit/test_compile.py tests/unit/build.mk
	@mkdir -p $(@D)
	$(Q)printf '#!/bin/sh\nexec python3 "$${0%%/*}/../../$<"\n' > $@
	$(Q)chmod +x $@

.PHONY: unit-tests list-unit-tests

## the unit tests, in all configurations: build/unit/TEST.CONFIGURATION
unit-tests: $(UNIT_TESTS)
list-unit-tests:
	@printf '%s\n' $(UNIT_TESTS)

.SECONDARY:
-include $(wildcard $(foreach c,$(UNIT_CONFIGS),$(UNIT_OUT)/obj/$(c)/core/*.d \
	$(UNIT_OUT)/obj/$(c)/unit/*.d $(UNIT_OUT)/obj/$(c)/unit/fake/*.d \
	$(UNIT_OUT)/obj/$(c)/unit/plain/*.d))
