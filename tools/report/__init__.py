# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The report of a run: one HTML page that stands alone."""
