# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Long commands whose output goes to a log, while a note tells how far they are."""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

from common.commands import PATIENCE, Finished, Patience, stream

Describe = Callable[[int, str], str]
# What commands may see of our environment: no variable of a user's that means more to them.
PASSED_ON = ("PATH", "HOME", "TMPDIR", "http_proxy", "https_proxy")
# How often a long step says that it is still at work.
NOTE_SECONDS = 10.0
LAST_LINES = 15


def note(text: str) -> None:
    """A line for people."""
    print(f"# {text}", flush=True)


class Notes:
    """Notes of a long step, no more of them than people can read."""

    def __init__(self) -> None:
        self.began = self._last = time.monotonic()

    def tell(self, text: str) -> None:
        """Print a note, unless the last one was just now."""
        now = time.monotonic()
        if now - self._last >= NOTE_SECONDS:
            self._last = now
            note(f"{text}, {now - self.began:.0f} s")


def environment(**more: str) -> dict[str, str]:
    """The environment of a command."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def children_seconds() -> float:
    """The processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def logged(command: list[str], log: Path, describe: Describe, patience: Patience = PATIENCE,
           **options: object) -> Finished:
    """Run a command; its output goes to `log`. `describe` tells how far it is after a line."""
    finished, notes = Finished(command), Notes()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as opened:
        for number, line in enumerate(stream(finished, patience, **options), 1):
            print(line, file=opened, flush=True)
            notes.tell(describe(number, line))
    return finished


def failure_of(finished: Finished, log: Path) -> str:
    """How a command failed, for people: its last lines, and where all of them are."""
    last = "\n#   ".join(finished.lines[-LAST_LINES:])
    return f"{finished.how}; all of it is in {log}\n#   {last}"
