# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Versions of Linux: which one a tree is, and what recipes say of them.

A recipe names versions by a list of texts, of which one must hold. A text is one or more words,
all of which must hold: "6.1" is every 6.1.y, "6.1.20" only that, and "<6.1.20", ">=6.1.20"
compare: "6.1 >=6.1.20".
"""

import re
from dataclasses import dataclass
from pathlib import Path

from common.program import BadInput

_LINE = re.compile(r"^(VERSION|PATCHLEVEL|SUBLEVEL)[ \t]*=[ \t]*(\d+)[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"(<|>=|)(\d+(?:\.\d+){1,2})")
# The assignments are at the top of the Makefile.
_HEAD = 2000


@dataclass(frozen=True, order=True)
class Version:
    """The version of a tree."""

    major: int
    minor: int
    sublevel: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.sublevel}"

    @property
    def numbers(self) -> tuple[int, ...]:
        """To compare with."""
        return self.major, self.minor, self.sublevel


def of_tree(root: Path) -> Version:
    """What the Makefile of a tree says; raises BadInput if this is no tree of Linux."""
    if not root.is_dir():
        raise BadInput(f"there is no directory '{root}'; name a Linux tree")
    try:
        head = (root / "Makefile").read_text(encoding="utf-8", errors="replace")[:_HEAD]
    except (FileNotFoundError, IsADirectoryError):
        head = ""
    found = dict(reversed(_LINE.findall(head)))
    if not {"VERSION", "PATCHLEVEL"} <= found.keys():
        raise BadInput(f"{root} is no Linux tree: no Makefile there has a VERSION and a "
                       "PATCHLEVEL; name the top folder of a tree")
    return Version(int(found["VERSION"]), int(found["PATCHLEVEL"]), int(found.get("SUBLEVEL", 0)))


def _parse(text: str) -> list[tuple[str, tuple[int, ...]]]:
    words = [_WORD.fullmatch(word) for word in text.split()]
    if not words or not all(words):
        raise ValueError(f"'{text}' names no version; write for example 6.1, 6.1.20 or <6.1.20")
    return [(word[1], tuple(map(int, word[2].split(".")))) for word in words]


def check(texts: tuple[str, ...]) -> None:
    """Raise ValueError if one of these names no version."""
    for text in texts:
        _parse(text)


def holds(text: str, version: Version) -> bool:
    """Whether a text names this version."""
    tests = {"": lambda here, there: here == there, "<": lambda here, there: here < there,
             ">=": lambda here, there: here >= there}
    return all(tests[operator](version.numbers[:len(numbers)], numbers)
               for operator, numbers in _parse(text))


def any_holds(texts: tuple[str, ...], version: Version) -> bool:
    """Whether one of several texts names this version; no text names all."""
    return not texts or any(holds(text, version) for text in texts)
