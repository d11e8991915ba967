#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Test the report of a run: what its JSON says, what the page shows, and what a browser makes of it.

    report_tests.py [--skip-missing] [test_FILE.CLASS.TEST...]

Prints TAP. Without Chromium the tests in a browser fail, or are skipped with --skip-missing. Exit
status: 0 all passed, 1 something failed, 2 usage error.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parents[1] / "tools")]

from common.cases import run_all
from common.program import guarded

import missing

PROGRAM = "report_tests"


def main(arguments: list[str]) -> int:
    """Entry point."""
    missing.is_skipped = "--skip-missing" in arguments
    return run_all(HERE, [each for each in arguments if each != "--skip-missing"])


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
