# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Converting Linux code from kmap_atomic() to kmap_local_page()."""
