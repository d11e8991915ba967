# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Blocks of a page that are generated.

  <!-- figures: NAME by TOOLS -->
  what was measured, as Markdown
  <!-- end -->

TOOLS is what the figures depend on besides the sources; it is generated as well.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_BLOCK = re.compile(r"^<!-- figures: (?P<name>\w+)(?: by (?P<tools>[^\n>]+))? -->\n"
                    r"(?P<body>.*?)^<!-- end -->$", re.DOTALL | re.MULTILINE)
_BEGIN = re.compile(r"<!--\s*figures\b")
_END = re.compile(r"<!--\s*end\s*-->")


class BadMarks(ValueError):
    """The marks of a page are not properly paired."""


@dataclass(frozen=True)
class Block:
    """The text between two marks, and their attributes; the body ends with a newline."""

    name: str
    tools: str
    body: str

    def __str__(self) -> str:
        by = f" by {self.tools}" if self.tools else ""
        return f"<!-- figures: {self.name}{by} -->\n{self.body}<!-- end -->"


def _block(match: re.Match) -> Block:
    return Block(match["name"], match["tools"] or "", match["body"])


def find(text: str) -> list[Block]:
    """The blocks of a page, in their order; raises BadMarks."""
    found = [_block(match) for match in _BLOCK.finditer(text)]
    for mark in (_BEGIN, _END):
        if len(mark.findall(text)) != len(found):
            raise BadMarks("marks of figures: each is a line of its own, `<!-- figures: NAME -->`, "
                           "and has its `<!-- end -->`")
    return found


def rewrite(text: str, fresh: Callable[[Block], Block]) -> str:
    """The page with each block replaced by `fresh(block)`; all other text stays."""
    return _BLOCK.sub(lambda match: str(fresh(_block(match))), text)
