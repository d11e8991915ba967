#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the tests of the tools, all or those named: main.py [test_FILE.CLASS.TEST...]. Prints TAP."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The tests cover tools/ and the drivers in these folders of tests/.
DRIVERS = ("bugs", "coverage", "mutations", "terminal")
sys.path[1:1] = [str(HERE.parents[1] / "tools"), *(str(HERE.parent / name) for name in DRIVERS)]

from common.cases import run_all

if __name__ == "__main__":
    sys.exit(run_all(HERE, sys.argv[1:]))
