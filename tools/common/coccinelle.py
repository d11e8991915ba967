# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Running Coccinelle's spatch on C files. Its rules print facts: lines of words after FACT."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from common.commands import Finished, Show, run, show_nothing
from common.processes import Patience
from common.program import Missing

SPATCH = "spatch"
OPTIONS = ("--very-quiet", "--no-includes")
FACT = "@fact\t"
# Seconds of processor time for a file; one usually takes one or two.
PATIENCE = Patience(silence=300, total=600, ending=5, processor=True)


@dataclass(frozen=True)
class Said:
    """What rules said about files: the words of each fact; or why they say nothing."""

    facts: list[list[str]]
    problem: str = ""
    # Somebody ended it: to try again would be wrong.
    is_killed: bool = False


def require() -> None:
    """Complain if Coccinelle is not there."""
    if not shutil.which(SPATCH):
        raise Missing("needs spatch, of Coccinelle; on Debian: "
                      "sudo apt-get install --no-install-recommends coccinelle")


def _problem_of(finished: Finished) -> str:
    """What went wrong; empty if nothing did."""
    if finished.status == 0:
        return ""
    words = [line.strip() for line in finished.lines if line.strip() and FACT not in line]
    return f"spatch: {finished.how}" + (f", {words[-1]}" if words else "")


def ask(patch: Path, *files: object, show: Show = show_nothing) -> Said:
    """What the semantic patch at `patch` says about C files; options may be among them."""
    finished = run([SPATCH, *OPTIONS, "--no-show-diff", "--sp-file", str(patch),
                    *map(str, files)], show, patience=PATIENCE)
    facts = [line.removeprefix(FACT).split("\t") for line in finished.lines
             if line.startswith(FACT)]
    is_killed = finished.status is not None and finished.status < 0
    return Said(facts, _problem_of(finished), is_killed)
