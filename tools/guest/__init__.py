# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The reference kernel as a guest: its command line, its console, what it measures."""
