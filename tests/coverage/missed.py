# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Compare what no test reaches, as gcov shows it, with the list of explanations.

A gap is a line of a function, identified by its text and not by its number. So an entry
stays valid when the code around the line changes, and becomes invalid when the line does.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from common.program import BadInput
from common.tap import Point

import gcov


@dataclass(frozen=True)
class Gap:
    """Lines with the same text in one function: how many lines and branches are missed."""

    file: str
    function: str
    text: str
    lines: int = 0
    branches: int = 0
    numbers: tuple[int, ...] = ()
    why: str = ""

    @property
    def key(self) -> tuple[str, str, str, int, int]:
        """What must be the same in the list and in gcov's output."""
        return self.file, self.function, self.text, self.lines, self.branches

    def __str__(self) -> str:
        where = ":" + ", ".join(map(str, self.numbers)) if self.numbers else ""
        what = [f"{count} {name}{'' if count == 1 else word}"
                for count, name, word in ((self.lines, "line", "s"),
                                          (self.branches, "branch", "es")) if count]
        return f"{self.file}{where}: {self.function}(): {' and '.join(what)} missed: {self.text}"


def gaps(tally: gcov.Tally) -> list[Gap]:
    """All gaps, in the order of files and lines."""
    found: dict[tuple[str, str, str], Gap] = {}
    for file, lines in sorted(tally.files.items()):
        source = (tally.root / file).read_text(encoding="utf-8").splitlines()
        for number, line in sorted(lines.items()):
            if line.count and not line.branches_missed:
                continue
            key = (file, line.function, source[number - 1].strip())
            old = found.get(key, Gap(*key))
            found[key] = dataclasses.replace(
                old, lines=old.lines + (not line.count),
                branches=old.branches + line.branches_missed, numbers=(*old.numbers, number))
    return list(found.values())


def explanations(listed: dict) -> list[Gap]:
    """The entries of coverage.toml, after a check of their format."""
    explained = []
    for entry in listed.get("missed", []):
        try:
            explained.append(Gap(**entry))
        except TypeError as error:
            raise BadInput(f"coverage.toml: {error} in {entry}") from None
        if not explained[-1].why:
            raise BadInput(f"coverage.toml: an entry without a reason: {explained[-1]}")
    return explained


def compare(found: list[Gap], explained: list[Gap]) -> Iterator[Point]:
    """Two results: every gap is explained, and every explanation is of a gap."""
    known = {gap.key for gap in explained}
    new = [gap for gap in found if gap.key not in known]
    there = {gap.key for gap in found}
    gone = [gap for gap in explained if gap.key not in there]
    yield Point(not new, f"all {len(found)} gaps are explained",
                reason="\n".join(map(str, new)))
    yield Point(not gone, f"all {len(explained)} explanations are of gaps",
                reason="\n".join(map(str, gone)))
