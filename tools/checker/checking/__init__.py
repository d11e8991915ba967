# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Looking for misuse of mappings in C code."""
