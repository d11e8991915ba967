# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Files as one, which compiles in a fifth of the time. Included by build.mk of unit tests and
# simulator, and of the kernel.

# $(1): where the file is written; $(2): what it consists of.
define whole
$(1): $(2) tests/whole/build.mk
	@mkdir -p $$(@D)
	$$(Q)printf '#include "%s"\n' $$(filter %.c,$$^) > $$@
endef

# The core.
whole-core = $(call whole,$(1),$$(wildcard core/*.c))
