# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The tables of docs/bugs.md: which bugs there are, and which tests would catch each here.

A bug is a row of a table whose first column is headed "Bug" and whose second one
is "What went wrong". Its tests are rows of a table headed "Bug", "Kind", "Where",
"Test"; in these an empty first column repeats the one above. "Where" may name
several places, each of which is one test.
"""

import re
from dataclasses import dataclass, field

# Of a bug elsewhere, of one that is suspected, or of a fault found here: task and line.
_NAME = re.compile(r"[BU]\d+|T\d+\.\d+[a-z]?")
_BUGS, _TESTS = ["Bug", "What went wrong"], ["Bug", "Kind", "Where", "Test"]
# What can be run, by bugs_run.py.
KINDS = ("unit", "kernel", "lint", "tools", "port", "mutation", "kernel-mutation")


class Problem(Exception):
    """What is wrong with the page."""


@dataclass(frozen=True)
class Test:
    """A test by its name. `where`: configuration or kernel, or "-"."""

    kind: str
    where: str
    name: str

    def __str__(self) -> str:
        where = "" if self.where == "-" else f" {self.where}"
        return f"{self.kind}{where}: {self.name}"


@dataclass
class Bug:
    """A bug, and the tests that would catch it."""

    name: str
    title: str
    tests: list[Test] = field(default_factory=list)


def _cells(line: str) -> list[str]:
    """The cells of a row, without the marks of code; none if the line is no row."""
    if not line.startswith("|"):
        return []
    return [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]


def _rows(text: str) -> list[tuple[list[str], list[str]]]:
    """Each row of each table, after the head of its table."""
    found, head = [], []
    for line in text.splitlines():
        cells = _cells(line)
        if not cells:
            head = []
        elif not head:
            head = cells
        elif not all(set(cell) <= set("-: ") and cell for cell in cells):
            found.append((head, cells))
    return found


def _add_tests(bug: Bug, cells: list[str]) -> None:
    """The tests of a row."""
    if len(cells) != len(_TESTS) or not all(cells[1:]):
        raise Problem(f"a row of {bug.name} has not the columns {', '.join(_TESTS)}")
    _, kind, places, name = cells
    if kind not in KINDS:
        raise Problem(f"{bug.name}: there is no kind {kind}; known: {', '.join(KINDS)}")
    for where in places.split():
        test = Test(kind, where, name)
        if test in bug.tests:
            raise Problem(f"{bug.name} names a test twice: {test}")
        bug.tests.append(test)


def parse(text: str) -> list[Bug]:
    """All bugs of the page with their tests; raises Problem."""
    bugs: dict[str, Bug] = {}
    current = ""
    for head, cells in _rows(text):
        name = cells[0]
        if head[:2] == _BUGS:
            if not _NAME.fullmatch(name) or name in bugs:
                raise Problem(f"no name for a bug, or one that was used before: '{name}'")
            bugs[name] = Bug(name, re.split("[:(]", cells[1])[0].strip())
        elif head == _TESTS:
            current = name or current
            if current not in bugs:
                raise Problem(f"tests of a bug that is not in the table of bugs: '{current}'")
            _add_tests(bugs[current], cells)
    if not bugs:
        raise Problem("there is no table of bugs")
    return list(bugs.values())
