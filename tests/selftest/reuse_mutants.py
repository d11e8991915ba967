#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Apply the mutations of tests/selftest/mutations_reuse.toml to the arm-lpae kernel.

It is built so that local mappings use persistent ones, which this port can do. As
selftest_mutants.py, in output and exit status.
"""

import sys
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from checks import builds
from common import targets
from common.mutation import choose, load, words_of
from common.program import guarded

from selftest_mutants import Kernel, selftest_mutants

PROGRAM = "reuse_mutants"
LIST = targets.REPOSITORY / "tests/selftest/mutations_reuse.toml"
ARM_LPAE = Kernel(builds.REUSE_ARCH, builds.REUSE)


def main(arguments: list[str]) -> int:
    """Entry point."""
    return selftest_mutants(ARM_LPAE, choose(load(LIST), words_of(PROGRAM, __doc__, arguments)))


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
