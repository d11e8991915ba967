# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The tables of docs/bugs.md: the bugs, and the tests that would catch each of them here.

A bug is a row of a table whose first columns are headed "Bug" and "What went wrong". Its
tests are rows of a table headed "Bug", "Kind", "Where", "Test", in which an empty first
column repeats the one above. "Where" may name several places; each of them is one test.
"""

import re
from dataclasses import dataclass, field

# B: a bug of another project, U: a suspected one, T: a fault found here, by task and line.
_NAME = re.compile(r"[BU]\d+|T\d+\.\d+[a-z]?")
_BUGS, _TESTS = ["Bug", "What went wrong"], ["Bug", "Kind", "Where", "Test"]
# The kinds of tests that bugs_run.py can run.
KINDS = ("unit", "kernel", "lint", "tools", "port", "mutation", "kernel-mutation")


class Problem(Exception):
    """An error in docs/bugs.md."""


@dataclass(frozen=True)
class Test:
    """A test. `where`: the configuration or kernel, or "-"."""

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
    """The cells of a row, without backquotes; none if the line is not a row."""
    if not line.startswith("|"):
        return []
    return [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]


def _rows(text: str) -> list[tuple[list[str], list[str]]]:
    """Each row of each table, with the header of its table."""
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
    """Add the tests of a row to a bug."""
    if len(cells) != len(_TESTS) or not all(cells[1:]):
        raise Problem(f"a row of {bug.name} does not have the columns {', '.join(_TESTS)}")
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
                raise Problem(f"not the name of a bug, or a duplicate: '{name}'")
            bugs[name] = Bug(name, re.split("[:(]", cells[1])[0].strip())
        elif head == _TESTS:
            current = name or current
            if current not in bugs:
                raise Problem(f"tests of a bug that is in no table of bugs: '{current}'")
            _add_tests(bugs[current], cells)
    if not bugs:
        raise Problem("there is no table of bugs")
    return list(bugs.values())
