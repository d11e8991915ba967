# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# The simulator: the unchanged core on a machine of variables, whose schedule is
# explored (build/sim/explore.<configuration>) or drawn from seeds
# (build/sim/swarm.<configuration>). sim.py runs them.

##@ Building the programs of the tests

## SIM_CC=clang: the compiler of the simulator, whose programs are a fifth faster than GCC's
SIM_CC ?= clang
## SIM_SANITIZE=flags: instead of -O2
SIM_SANITIZE ?= -O2
SIM_OUT := build/sim
SIM_CFLAGS = -std=gnu11 -g1 -Wall -Wextra -Werror -Wundef $(SIM_SANITIZE)
SIM_CPPFLAGS := -Iinclude -Icore -iquote . -Itests/sim -Itests/sim/port

SIM_MAINS := explore swarm

# Small machines, so that all their schedules can be explored.
SIM_SMALL := -DKMAP_CPUS_MAX=2 -DSIM_TASKS=2 -DKMAP_PERSISTENT_PAGES=1
SIM_CONFIGS_explore := default stats guard calls private task
SIM_FLAGS_explore.default := $(SIM_SMALL) -DKMAP_SLOTS=3 -DKMAP_STATS=0
SIM_FLAGS_explore.stats := $(SIM_SMALL) -DKMAP_SLOTS=3
# Clang leaves more on the stacks, see below: `explore stacks` would take more than twice as long.
SIM_CC_explore.stats := gcc
SIM_FLAGS_explore.guard := $(SIM_SMALL) -DKMAP_SLOTS=2 -DKMAP_STATS=0 -DKMAP_GUARD=1
SIM_FLAGS_explore.calls := $(SIM_SMALL) -DKMAP_SLOTS=3 -DKMAP_STATS=0 -DKMAP_INLINE=0
SIM_FLAGS_explore.private := $(SIM_SMALL) -DKMAP_SLOTS=3 -DKMAP_STATS=0 -DKMAP_WINDOW=private
# A window of each task and of each idle task.
SIM_FLAGS_explore.task := $(SIM_SMALL) -DKMAP_SLOTS=3 -DKMAP_STATS=0 -DKMAP_WINDOW=task \
	-DKMAP_TASKS_MAX=4

SIM_LARGE := -DKMAP_CPUS_MAX=4 -DKMAP_PERSISTENT_PAGES=3
SIM_CONFIGS_swarm := default guard debug force calls colours mips24k mips24kretire xtensa feroceon \
	reuse private task
SIM_FLAGS_swarm.default := $(SIM_LARGE) -DKMAP_SLOTS=5
SIM_FLAGS_swarm.guard := $(SIM_LARGE) -DKMAP_SLOTS=5 -DKMAP_GUARD=1
SIM_FLAGS_swarm.debug := $(SIM_LARGE) -DKMAP_SLOTS=5 -DKMAP_DEBUG=1
SIM_FLAGS_swarm.force := $(SIM_LARGE) -DKMAP_SLOTS=6 -DKMAP_FORCE_MAP=1
SIM_FLAGS_swarm.calls := $(SIM_LARGE) -DKMAP_SLOTS=4 -DKMAP_INLINE=0 -DKMAP_STATS=0
# Four colours, which no small part has.
SIM_FLAGS_swarm.colours := $(SIM_LARGE) -DKMAP_SLOTS=9 -UKMAP_PERSISTENT_PAGES -DKMAP_PERSISTENT_PAGES=4 -DCACHE_KIB=64 -DCACHE_WAYS=4
# Real parts: a MIPS 24K or 34K, without and with user space that maps pages at any colour; an
# Xtensa whose ways have two pages; Marvell's Feroceon, an ARM that finds lines by virtual addresses.
SIM_FLAGS_swarm.mips24k := $(SIM_LARGE) -DKMAP_SLOTS=6 -DCACHE_KIB=32 -DCACHE_WAYS=4
SIM_FLAGS_swarm.mips24kretire := $(SIM_LARGE) -DKMAP_SLOTS=6 -DCACHE_KIB=32 -DCACHE_WAYS=4 -DSIM_RETIRES=1
SIM_FLAGS_swarm.xtensa := $(SIM_LARGE) -DKMAP_SLOTS=8 -DKMAP_GUARD=1 -DCACHE_KIB=16 -DCACHE_WAYS=2
SIM_FLAGS_swarm.feroceon := -DKMAP_CPUS_MAX=1 -DKMAP_PERSISTENT_PAGES=3 -DKMAP_SLOTS=5 \
	-DCACHE_KIB=16 -DCACHE_WAYS=4 -DCACHE_TAGS=CACHE_VIRTUAL -DSIM_RETIRES=1 -DSIM_REUSES=1
SIM_FLAGS_swarm.reuse := $(SIM_LARGE) -DKMAP_SLOTS=5 -DSIM_REUSES=1
SIM_FLAGS_swarm.private := $(SIM_LARGE) -DKMAP_SLOTS=5 -DKMAP_WINDOW=private
# Four windows of idle tasks, and up to four for nine tasks.
SIM_FLAGS_swarm.task := $(SIM_LARGE) -DKMAP_SLOTS=5 -DKMAP_WINDOW=task -DSIM_TASKS=9 \
	-DKMAP_TASKS_MAX=8

include tests/whole/build.mk
$(eval $(call whole-core,$(SIM_OUT)/whole/core.c))
$(foreach m,$(SIM_MAINS),$(eval $(call whole,$(SIM_OUT)/whole/$(m).c,$(wildcard tests/sim/$(m)/*.c))))
# Each of these by itself, and the others as one: what the compiler inlines into operations and
# switches leaves more on the stacks, by which `explore stacks` tells states apart.
SIM_APART := act sched
$(foreach p,$(SIM_APART),$(eval $(call whole,$(SIM_OUT)/whole/$(p).c,tests/sim/$(p).c)))
$(eval $(call whole,$(SIM_OUT)/whole/machine.c, \
	$(filter-out $(SIM_APART:%=tests/sim/%.c),$(wildcard tests/sim/*.c)) tests/cache/cache.c))
SIM_PARTS := core machine $(SIM_APART)

# One program: a main and a configuration. The core is an object of its own.
define sim-program
SIM_CC_$(1).$(2) ?= $$(SIM_CC)
$(SIM_OUT)/obj/$(1).$(2)/%.o: $(SIM_OUT)/whole/%.c tests/sim/build.mk
	@mkdir -p $$(@D)
	$$(Q)$$(SIM_CC_$(1).$(2)) $$(SIM_CFLAGS) $$(SIM_CPPFLAGS) $$(SIM_FLAGS_$(1).$(2)) \
		-DSIM_CONFIG='"$(2)"' -MMD -MP -c $$< -o $$@

$(SIM_OUT)/$(1).$(2): $(patsubst %,$(SIM_OUT)/obj/$(1).$(2)/%.o,$(SIM_PARTS) $(1))
	@echo "  LD  $$@"
	$$(Q)$$(SIM_CC_$(1).$(2)) $$(SIM_CFLAGS) $$^ -o $$@
endef
$(foreach m,$(SIM_MAINS),$(foreach c,$(SIM_CONFIGS_$(m)),$(eval $(call sim-program,$(m),$(c)))))

SIM_PROGRAMS := $(foreach m,$(SIM_MAINS),$(SIM_CONFIGS_$(m):%=$(SIM_OUT)/$(m).%))

.PHONY: sim-programs list-sim-programs

## the simulator, in all configurations: build/sim/explore.CONFIGURATION, build/sim/swarm.*
sim-programs: $(SIM_PROGRAMS)
list-sim-programs:
	@printf '%s\n' $(SIM_PROGRAMS)

-include $(wildcard $(SIM_OUT)/obj/*/*.d)
