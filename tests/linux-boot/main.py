#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the tests of `make linux` that boot nothing. Prints TAP."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parents[1] / name) for name in ("linux", "tools", "tests/linux-mutations")]

from common.cases import run_all

if __name__ == "__main__":
    sys.exit(run_all(HERE))
