# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Figures in pages: finding, measuring and writing them."""
