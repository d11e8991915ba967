# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# A kernel in C++ with the core in C. Programs are build/cpp/<configuration>.<compiler>; one
# set of objects in C serves both compilers. Paths are relative to the root of the repository.

##@ Building the programs of the tests

CPP_CC := gcc
CPP_COMPILERS := g++ clang++
CPP_OUT := build/cpp
CPP_WARNINGS = -Wall -Wextra -Werror -Wundef
CPP_CPPFLAGS = -D_GNU_SOURCE -Iinclude -Iarch/um -Itests/cpp
CPP_CPPFLAGS += -DKMAP_CPUS_MAX=2 -DKMAP_PERSISTENT_PAGES=8 -DKMAP_IO_PAGES=8

CPP_CONFIGS := default debug calls task
CPP_FLAGS_default :=
CPP_FLAGS_debug := -DKMAP_DEBUG=1
CPP_FLAGS_calls := -DKMAP_INLINE=0 -DKMAP_FORCE_MAP=1
CPP_FLAGS_task := -DKMAP_WINDOW=task -DKMAP_TASKS_MAX=4

CPP_C_SOURCES := $(wildcard core/*.c tests/cpp/*.c)
CPP_SOURCES := $(wildcard tests/cpp/*.cc)

define cpp-config
CPP_C_OBJECTS_$(1) := $(CPP_C_SOURCES:%.c=$(CPP_OUT)/$(1)/c/%.o)

$(CPP_OUT)/$(1)/c/%.o: %.c tests/cpp/build.mk
	@mkdir -p $$(@D)
	@echo "  CC  $$< ($(1))"
	$$(Q)$$(CPP_CC) -std=gnu11 -O1 -g $$(CPP_WARNINGS) $$(CPP_CPPFLAGS) $(CPP_FLAGS_$(1)) \
		-MMD -MP -c $$< -o $$@
endef
$(foreach c,$(CPP_CONFIGS),$(eval $(call cpp-config,$(c))))

# $(1): the configuration; $(2): the compiler.
define cpp-program
$(CPP_OUT)/$(1)/$(2)/%.o: %.cc tests/cpp/build.mk
	@mkdir -p $$(@D)
	@echo "  CXX $$< ($(1), $(2))"
	$$(Q)$(2) -std=c++17 -O1 -g $$(CPP_WARNINGS) $$(CPP_CPPFLAGS) $(CPP_FLAGS_$(1)) \
		-MMD -MP -c $$< -o $$@

$(CPP_OUT)/$(1).$(2): $(CPP_SOURCES:%.cc=$(CPP_OUT)/$(1)/$(2)/%.o) $$(CPP_C_OBJECTS_$(1))
	$$(Q)$(2) $$^ -o $$@
endef
$(foreach c,$(CPP_CONFIGS),$(foreach x,$(CPP_COMPILERS),$(eval $(call cpp-program,$(c),$(x)))))

CPP_PROGRAMS := $(foreach c,$(CPP_CONFIGS),$(CPP_COMPILERS:%=$(CPP_OUT)/$(c).%))

.PHONY: cpp-tests list-cpp-tests list-cpp-link

## the small kernel in C++, in all configurations: build/cpp/CONFIGURATION.COMPILER
cpp-tests: $(CPP_PROGRAMS)
list-cpp-tests:
	@printf '%s\n' $(CPP_PROGRAMS)
# Flags and C objects to compile and link another main.cc with; cpp.py adds a C++ object.
list-cpp-link:
	@printf '%s\n' $(CPP_CPPFLAGS) $(CPP_C_OBJECTS_default)

-include $(foreach c,$(CPP_CONFIGS),$(CPP_C_SOURCES:%.c=$(CPP_OUT)/$(c)/c/%.d))
-include $(foreach c,$(CPP_CONFIGS),$(foreach x,$(CPP_COMPILERS),\
	$(CPP_SOURCES:%.cc=$(CPP_OUT)/$(c)/$(x)/%.d)))
