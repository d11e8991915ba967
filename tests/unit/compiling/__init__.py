# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What must compile and link and what must not: the cases of test_compile.py."""
