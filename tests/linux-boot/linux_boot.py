#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the tests of `make linux` that boot nothing. Prints TAP."""

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[1:1] = [str(ROOT / name) for name in ("tools", "linux", "tests/tools")]

from main import TapResult


def main() -> int:
    """Find and run all tests."""
    suite = unittest.defaultTestLoader.discover(str(HERE))
    result = TapResult()
    print(f"1..{suite.countTestCases()}", flush=True)
    suite.run(result)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
