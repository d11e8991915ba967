# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The steps of `make check` that are no programs of their own."""
