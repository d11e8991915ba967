#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Apply mutations to the kernel of a machine that has page tables and a TLB of its own.

Those of mutations_tables.toml, for i386, leave pages mapped; those of mutations_mips.toml and
mutations_powerpc.toml are about a TLB that software loads, those of mutations_xtensa.toml about one
that the processor loads; those of mutations_reuse.toml are for
arm-lpae, built so that local mappings use persistent ones. The first word names the machine. As
selftest_mutants.py, in output and exit status.
"""

import sys
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from checks import builds
from common import targets
from common.mutation import choose, load, words_of
from common.program import BadInput, guarded

from selftest_mutants import Kernel, selftest_mutants

PROGRAM = "machine_mutants"
HERE = targets.REPOSITORY / "tests/selftest"
MACHINES = {
    "i386": (Kernel("i386", "-O1 -g0"), HERE / "mutations_tables.toml"),
    "mips": (Kernel("mips", "-O1 -g0"), HERE / "mutations_mips.toml"),
    "powerpc": (Kernel("powerpc", "-O1 -g0"), HERE / "mutations_powerpc.toml"),
    "xtensa": (Kernel("xtensa", "-O1 -g0"), HERE / "mutations_xtensa.toml"),
    builds.REUSE_ARCH: (Kernel(builds.REUSE_ARCH, builds.REUSE), HERE / "mutations_reuse.toml"),
}


def main(arguments: list[str]) -> int:
    """Entry point."""
    words = words_of(PROGRAM, __doc__, arguments)
    if not words or words[0] not in MACHINES:
        raise BadInput(f"the first word must be one of {', '.join(MACHINES)}")
    kernel, path = MACHINES[words[0]]
    return selftest_mutants(kernel, choose(load(path), words[1:]))


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
