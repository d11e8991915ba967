# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Looking for misuse of mappings in other people's code.

.PHONY: checker

##@ Code that uses kmap

## look for misuse of mappings in C code that uses kmap, or Linux's kmap functions; prints file,
## line, rule and what to do (tools/checker/README.md)
## M=path: a directory or a C file
checker:
	@$(PYTHON) tools/bootstrap.py host convert
	@$(PYTHON) tools/checker/kmap-check '$(M)'
