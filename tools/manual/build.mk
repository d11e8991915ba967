# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Manual pages, and the documentation as one page.

.PHONY: man install-man uninstall-man docs-html

##@ Documentation

## manual pages of section 9, from the comments of the headers, in build/man/man9
man:
	@$(PYTHON) tools/man.py

## install them
## PREFIX=/usr/local: where, in share/man/man9; also for make uninstall-man
## DESTDIR=path: a folder that stands for the root of the system
install-man:
	@$(PYTHON) tools/man.py --install $(call given,PREFIX) $(call given,DESTDIR)

## remove the installed manual pages
uninstall-man:
	@$(PYTHON) tools/man.py --uninstall $(call given,PREFIX) $(call given,DESTDIR)

## docs/ and the reference of functions as one HTML page that stands alone, build/docs.html
## HTML=path: another place for it
docs-html:
	@$(PYTHON) tools/bootstrap.py host docs
	@$(PYTHON) tools/docs_html.py $(call given,HTML)
