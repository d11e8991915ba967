# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Commands of gdb that show the mappings of a kernel with kmap; docs/gdb.md."""
