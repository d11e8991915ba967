# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Programs that ThreadSanitizer watches: how they run here, and how often."""

import platform
import shutil
from pathlib import Path

from common import tap
from common.commands import run, show_nothing
from common.program import Missing

# Threads meet as chance has it: how often a test gets the chance to notice a mutation.
ATTEMPTS = 20


def show_progress(line: str) -> None:
    """Print what is no result."""
    if tap.parse_point(line) is None and tap.parse_plan(line) is None and line.strip():
        print(f"# {line.removeprefix('# ')}", flush=True)


def prefix(program: Path, probe: str = "probe") -> tuple[str, ...]:
    """What to put before the commands of programs like this one.

    The sanitizer wants certain addresses, and where the system puts a program
    at random ones they may be taken.
    """
    for before in ((), ("setarch", platform.machine(), "-R")):
        if before and not shutil.which(before[0]):
            continue
        if run([*before, str(program), probe], show=show_nothing).status == 0:
            return before
    raise Missing("ThreadSanitizer does not run on this system")
