# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Add up gcov's counts over many programs and configurations.

A line counts once, and is reached if any program reached it in any configuration.

A branch is one outcome of one condition; `a && b` has two conditions. In another
configuration the same function may compile to different code, because constants are
folded and conditions disappear. These *versions* of a function are told apart by the
lines that have code and the number of branches on each. The branches of every version
count. So another configuration cannot replace a test: it may add branches that must be
taken, and the branches taken in it count only for functions with the same code.
"""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

# Files for each run of gcov.
BATCH = 200
# A version of a function: its lines, each with the number of its branches.
Version = tuple[tuple[int, int], ...]


@dataclass
class Line:
    """A line of code: its function, its execution count, and the branches of each version."""

    function: str
    count: int = 0
    branches: dict[Version, list[int]] = field(default_factory=dict)

    @property
    def branches_all(self) -> int:
        """The branches of all versions."""
        return sum(map(len, self.branches.values()))

    @property
    def branches_missed(self) -> int:
        """The branches that no program took."""
        return sum(counts.count(0) for counts in self.branches.values())

    def add(self, version: Version, count: int, branches: list[int]) -> None:
        """Add the counts from one object file."""
        self.count += count
        if branches:
            known = self.branches.setdefault(version, [0] * len(branches))
            for index, taken in enumerate(branches):
                known[index] += taken


class Tally:
    """The lines of all counted files, by file and number."""

    def __init__(self, root: Path, counted: tuple[str, ...], left_out: tuple[str, ...] = ()):
        self.root = root
        self.counted = counted
        self.left_out = left_out
        self.files: dict[str, dict[int, Line]] = {}

    def _name(self, path: str) -> str:
        """A file's name relative to the root."""
        full = Path(self.root, path)
        return str(full.relative_to(self.root)) if full.is_relative_to(self.root) else path

    def add_file(self, read: dict) -> None:
        """Add gcov's counts of one source file in one object file."""
        name = self._name(read["file"])
        if not name.startswith(self.counted) or name.startswith(self.left_out):
            return
        functions: dict[str, list[dict]] = {}
        for line in read["lines"]:
            functions.setdefault(line["function_name"], []).append(line)
        lines = self.files.setdefault(name, {})
        for function, found in functions.items():
            version = tuple((line["line_number"], len(line["branches"])) for line in found)
            for line in found:
                lines.setdefault(line["line_number"], Line(function)).add(
                    version, line["count"], [branch["count"] for branch in line["branches"]])

    def add(self, objects: Iterable[Path]) -> None:
        """Add gcov's counts of object files, given by their notes files."""
        names = [str(path) for path in objects]
        for first in range(0, len(names), BATCH):
            command = ["gcov", "--json-format", "--stdout", "--branch-probabilities",
                       *names[first:first + BATCH]]
            done = subprocess.run(command, cwd=self.root, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True, check=True)
            for line in done.stdout.splitlines():
                for read in json.loads(line)["files"]:
                    self.add_file(read)


@dataclass
class Sum:
    """Lines and branches of some files: the total, and how many were missed."""

    lines: int = 0
    lines_missed: int = 0
    branches: int = 0
    branches_missed: int = 0

    def add(self, line: Line) -> None:
        """Add a line and its branches."""
        self.lines += 1
        self.lines_missed += not line.count
        self.branches += line.branches_all
        self.branches_missed += line.branches_missed


def percent(total: int, missed: int) -> float:
    """The percentage that was reached; 100 if the total is 0."""
    return 100 * (total - missed) / total if total else 100.0


def summed(lines: Iterable[Line]) -> Sum:
    """The sum of some lines."""
    result = Sum()
    for line in lines:
        result.add(line)
    return result
