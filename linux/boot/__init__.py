# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Linux kernels: getting, building and booting them, and the results of tests in them."""
