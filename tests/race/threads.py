# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""How to run programs under ThreadSanitizer."""

import platform
import shutil
from pathlib import Path

from common import tap
from common.commands import run, show_nothing
from common.program import Missing

# Races need luck: how often a test may run until it detects a mutation.
ATTEMPTS = 20


def show_progress(line: str) -> None:
    """Print a line that is not a result."""
    if tap.parse_point(line) is None and tap.parse_plan(line) is None and line.strip():
        print(f"# {line.removeprefix('# ')}", flush=True)


def prefix(program: Path, probe: str = "probe") -> tuple[str, ...]:
    """A command prefix for programs under ThreadSanitizer.

    ThreadSanitizer needs certain addresses to be free, which address space randomization
    may use; setarch -R disables that.
    """
    for before in ((), ("setarch", platform.machine(), "-R")):
        if before and not shutil.which(before[0]):
            continue
        if run([*before, str(program), probe], show=show_nothing).status == 0:
            return before
    raise Missing("ThreadSanitizer does not run on this system")
