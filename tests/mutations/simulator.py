# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The simulator on a broken core: which of its checks fails.

A command line of a mutation's `sim` is a program of build/sim and its
arguments, "explore.default 1 one". The first failure is the verdict: what the
simulator does then to show it better is not waited for.
"""

import re
from pathlib import Path

from common.processes import Child, Hung, Patience

OUT = "build/sim"
# Nothing but a core that makes it run in circles takes as long.
SECONDS = 90
PATIENCE = Patience(silence=SECONDS, total=SECONDS, ending=5, processor=True)
_FAILURES = (
    re.compile(r"not ok \d+ - .* transitions: (.*)"),
    re.compile(r"not ok \d+ - set-up: (.*)"),
    re.compile(r"# seed \d+, step \d+: (.*)"),
)
_NUMBER = re.compile(r"\b0x[0-9a-f]+\b|\b\d+\b")


def program(command: str) -> str:
    """What to build for a command line."""
    return f"{OUT}/{command.split()[0]}"


def objects(command: str) -> str:
    """The folder of its objects."""
    return f"{OUT}/obj/{command.split()[0]}"


def kind(check: str) -> str:
    """What failures of the same check have in common."""
    return _NUMBER.sub("N", check)


def failure(line: str) -> str:
    """The text of the check that failed, if the line tells of one."""
    found = next(filter(None, (each.match(line) for each in _FAILURES)), None)
    return found[1] if found else ""


def failed_check(directory: Path, command: str) -> str:
    """Run a command line there until a check fails: its text; empty if all is well."""
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
