# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Commands whose output goes to a log, while a note tells how far they are."""

import os
import resource
from collections.abc import Callable
from pathlib import Path

from boot.report import Failed, Notes
from common.commands import PATIENCE, Finished, stream

Describe = Callable[[int, str], str]
# What commands may see of our environment: no variable of a user's that means more to them.
PASSED_ON = ("PATH", "HOME", "TMPDIR", "http_proxy", "https_proxy")
LAST_LINES = 15


def environment(**more: str) -> dict[str, str]:
    """The environment of a command."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def children_seconds() -> float:
    """The processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def logged(command: list[str], log: Path, describe: Describe, **options: object) -> Finished:
    """Run a command; its output goes to `log`. `describe` tells how far it is after a line."""
    finished, notes = Finished(command), Notes()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as opened:
        for number, line in enumerate(stream(finished, PATIENCE, **options), 1):
            print(line, file=opened, flush=True)
            notes.tell(describe(number, line))
    return finished


def must(name: str, command: list[str], log: Path, describe: Describe, **options: object) -> None:
    """Run a command like logged(); raises Failed if it fails."""
    finished = logged(command, log, describe, **options)
    if finished.status != 0:
        last = "\n#   ".join(finished.lines[-LAST_LINES:])
        raise Failed(name, f"{finished.how}; all of it is in {log}\n#   {last}")
