# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Figures in pages: where they stand, how they are measured and written."""
