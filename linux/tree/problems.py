# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What can be wrong with recipes and trees."""

from common.program import BadInput


class Unfit(Exception):
    """An entry of a recipe does not fit the tree: the reason, without its place."""


class Problems(BadInput):
    """Several things are wrong: a line for each, and a last one that says what to do."""

    def __init__(self, lines: list[str], advice: str):
        super().__init__("\n".join([*lines, advice]))
        self.lines = [*lines, advice]


class HalfDone(Exception):
    """A tree could not be put back: a line that says why, and what to do."""


def some(names: list[str], most: int = 5) -> str:
    """The first names of a list, for a message."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def count(number: int, noun: str, ending: str = "s") -> str:
    """For a message: 1 file, 1,234 files."""
    return f"{number:,} {noun}{'' if number == 1 else ending}"
