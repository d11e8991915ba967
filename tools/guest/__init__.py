# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Running the reference kernel: its command line, its console, and its results."""
