#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Apply the mutations of tests/selftest/mutations_tables.toml to the i386 kernel.

They leave pages mapped, which only a machine with real page tables and a TLB shows. As
selftest_mutants.py, in output and exit status.
"""

import sys
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import targets
from common.mutation import choose, load, words_of
from common.program import guarded

from selftest_mutants import Kernel, selftest_mutants

PROGRAM = "tables_mutants"
LIST = targets.REPOSITORY / "tests/selftest/mutations_tables.toml"
I386 = Kernel("i386", "-O1 -g0")


def main(arguments: list[str]) -> int:
    """Entry point."""
    return selftest_mutants(I386, choose(load(LIST), words_of(PROGRAM, __doc__, arguments)))


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
