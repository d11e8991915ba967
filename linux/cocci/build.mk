# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Converting Linux code.

.PHONY: linux-convert

##@ Linux code

## turn kmap_atomic() in Linux code into kmap_local_page() where nothing speaks against it; prints
## a diff, and what is left and why (linux/cocci/README.md)
## M=path: a directory or a C file of Linux code
## WRITE=1: change the files; in git only those without uncommitted changes
## ANY_ORDER=1: unmaps may be in any order, as kmap's kunmap_local() takes them and Linux's does not
linux-convert:
	@$(PYTHON) tools/bootstrap.py host convert
	@$(PYTHON) linux/convert $(if $(filter 1,$(WRITE)),--write) $(if $(filter 1,$(ANY_ORDER)),--any-order) '$(M)'
