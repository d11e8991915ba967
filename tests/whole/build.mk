# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The core as one file, which compiles in a fifth of the time. Included by build.mk of unit
# tests and simulator.

# $(1): where the file is written.
define whole-core
$(1): $$(wildcard core/*.c) tests/whole/build.mk
	@mkdir -p $$(@D)
	$$(Q)printf '#include "%s"\n' $$(filter %.c,$$^) > $$@
endef
