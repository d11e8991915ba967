# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the simulator on a broken core: which of its checks fails.

A command line in a mutation's `sim` is a program of build/sim and its arguments, for
example "explore.default 1 one". The first failure is the verdict; the simulator is
stopped then, before it searches for a shorter schedule.
"""

import re
from pathlib import Path

from common.processes import Child, Hung, Patience

OUT = "build/sim"
# Only a core that makes it loop forever takes this long.
SECONDS = 90
PATIENCE = Patience(silence=SECONDS, total=SECONDS, ending=5, processor=True)
_FAILURES = (
    re.compile(r"not ok \d+ - .* transitions: (.*)"),
    re.compile(r"not ok \d+ - set-up: (.*)"),
    re.compile(r"# seed \d+, step \d+: (.*)"),
)
_NUMBER = re.compile(r"\b0x[0-9a-f]+\b|\b\d+\b")


def program(command: str) -> str:
    """The program of a command line."""
    return f"{OUT}/{command.split()[0]}"


def objects(command: str) -> str:
    """The folder of the program's objects."""
    return f"{OUT}/obj/{command.split()[0]}"


def kind(check: str) -> str:
    """The text of a failure without its numbers: the same for all failures of one check."""
    return _NUMBER.sub("N", check)


def failure(line: str) -> str:
    """The text of the check that failed; empty if the line does not report a failure."""
    found = next(filter(None, (each.match(line) for each in _FAILURES)), None)
    return found[1] if found else ""


def failed_check(directory: Path, command: str) -> str:
    """Run a command line until a check fails; returns its text, or an empty string."""
    path, *arguments = command.split()
    with Child([program(path), *arguments], PATIENCE, cwd=directory) as child:
        try:
            for line in child.lines():
                found = failure(line)
                if found:
                    return found
            status = child.wait()
        except Hung:
            return f"(hangs: {SECONDS} seconds)"
    return f"(exit status {status})" if status else ""
