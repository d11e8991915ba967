# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# The fuzzer: the unchanged core on the fake machine of tests/unit, in several
# configurations. Binaries are build/fuzz/bin/<configuration>.

##@ Building the programs of the tests

## FUZZ_CC=clang: the compiler of the fuzzer
FUZZ_CC ?= clang
## FUZZ_SANITIZE=flags: instead of libFuzzer with the same two sanitizers
FUZZ_SANITIZE ?= -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined
FUZZ_OUT := build/fuzz
FUZZ_CFLAGS := -std=gnu11 -g1 -O1 -Wall -Wextra -Werror -Wundef
# Addresses of the fake machine are not memory of this process: see memory.h.
FUZZ_MEMORY := $(foreach f,memcpy memset memcmp,-D__builtin_$(f)=fuzz_$(f)) \
	-D__builtin_memmove=fuzz_memcpy
FUZZ_CPPFLAGS := -Itests/fuzz/port -Iinclude -Itests/unit/fake -Icore -Itests/fuzz -iquote . \
	-DFAKE_HIGH_FRAMES=24 -DKMAP_CPUS_MAX=2 -DKMAP_PERSISTENT_PAGES=3 -DKMAP_IO_PAGES=6

FUZZ_CONFIGS := default guard debug force debugforce colours retire reuse private task
FUZZ_FLAGS_default := -DKMAP_SLOTS=5
FUZZ_FLAGS_guard := -DKMAP_SLOTS=4 -DKMAP_GUARD=1
FUZZ_FLAGS_debug := -DKMAP_SLOTS=4 -DKMAP_DEBUG=1
FUZZ_FLAGS_force := -DKMAP_SLOTS=5 -DKMAP_FORCE_MAP=1 -DKMAP_INLINE=0
FUZZ_FLAGS_debugforce := -DKMAP_SLOTS=4 -DKMAP_DEBUG=1 -DKMAP_FORCE_MAP=1 -DFAKE_NONE=8 \
	-DFAKE_PTE_WORDS=2
FUZZ_FLAGS_colours := -DKMAP_SLOTS=6 -DFAKE_COLOURS=2
FUZZ_FLAGS_retire := -DKMAP_SLOTS=4 -DFAKE_RETIRES=1 -DKMAP_GUARD=1 -DKMAP_STATS=0
# At most two users of a persistent mapping.
FUZZ_FLAGS_reuse := -DKMAP_SLOTS=4 -DFAKE_REUSES=1 -DKMAP_PERSISTENT_COUNT_MASK=3
FUZZ_FLAGS_private := -DKMAP_SLOTS=5 -DKMAP_WINDOW=private -DFAKE_NONE=8 -DFAKE_PTE_WORDS=2
FUZZ_FLAGS_task := -DKMAP_SLOTS=5 -DKMAP_WINDOW=task -DKMAP_TASKS_MAX=6

# Each of these parts compiles as one file.
include tests/whole/build.mk
$(eval $(call whole-core,$(FUZZ_OUT)/whole/core.c))
$(eval $(call whole,$(FUZZ_OUT)/whole/fakes.c, \
	$(foreach f,step tables persistent io host,tests/unit/fake/fake_$(f).c)))
$(eval $(call whole,$(FUZZ_OUT)/whole/machine.c,tests/unit/fake/fake_machine.c tests/cache/cache.c))
$(eval $(call whole,$(FUZZ_OUT)/whole/fuzz.c,$(wildcard tests/fuzz/*.c)))
FUZZ_PARTS := core fakes machine fuzz
FUZZ_FLAGS_OF_core := $(FUZZ_MEMORY)

define fuzz-config
FUZZ_OBJECTS_$(1) := $(FUZZ_PARTS:%=$(FUZZ_OUT)/obj/$(1)/%.o)

$(FUZZ_OUT)/obj/$(1)/%.o: $(FUZZ_OUT)/whole/%.c tests/fuzz/build.mk
	@mkdir -p $$(@D)
	$$(Q)$$(FUZZ_CC) $$(FUZZ_CFLAGS) $$(FUZZ_SANITIZE) $$(FUZZ_FLAGS_OF_$$*) $$(FUZZ_CPPFLAGS) \
		$$(FUZZ_FLAGS_$(1)) -MMD -MP -c $$< -o $$@

$(FUZZ_OUT)/bin/$(1): $$(FUZZ_OBJECTS_$(1))
	@mkdir -p $$(@D)
	@echo "  LD  $$@"
	$$(Q)$$(FUZZ_CC) $$(FUZZ_SANITIZE) $$^ -o $$@

# Without libFuzzer, for any compiler: runs given programs.
$(FUZZ_OUT)/replay/$(1): $$(FUZZ_OBJECTS_$(1)) tests/fuzz/replay/replay.c
	@mkdir -p $$(@D)
	$$(Q)$$(FUZZ_CC) $$(FUZZ_CFLAGS) $$(FUZZ_SANITIZE) $$^ -o $$@
endef
$(foreach c,$(FUZZ_CONFIGS),$(eval $(call fuzz-config,$(c))))

.PHONY: fuzz-binaries list-fuzz-configs

## the fuzzer, in all configurations: build/fuzz/bin/CONFIGURATION
fuzz-binaries: $(FUZZ_CONFIGS:%=$(FUZZ_OUT)/bin/%)
list-fuzz-configs:
	@printf '%s\n' $(FUZZ_CONFIGS)

-include $(wildcard $(FUZZ_OUT)/obj/*/*.d)
