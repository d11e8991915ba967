# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The reference of functions, from the kernel-doc comments of the public headers."""
