# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Edits: changes of a file at named places."""

import re
from dataclasses import dataclass

from tree import places
from tree.places import Lines, Range
from tree.problems import Unfit


@dataclass(frozen=True)
class Edit:
    """An entry [[edit]] of a recipe, for each of its files; linux/recipes/README.md explains it."""

    file: tuple[str, ...]
    action: str
    at: str = ""
    text: str = ""
    old: str = ""
    within: tuple[str, ...] = ()
    until: str = ""
    through: str = ""
    block: bool = False
    all: bool = False
    versions: tuple[str, ...] = ()

    @property
    def new_lines(self) -> Lines:
        """The text as whole lines."""
        text = self.text if not self.text or self.text.endswith("\n") else self.text + "\n"
        return places.split(text)


ACTIONS = ("after", "before", "replace", "delete", "substitute", "append")


def problem_of(edit: Edit) -> str:
    """What is wrong with an edit, whatever the tree; empty if nothing is."""
    has_range = edit.through or edit.block
    checks = (
        (edit.action not in ACTIONS, f"action must be one of {', '.join(ACTIONS)}"),
        (not edit.at and edit.action not in ("append", "substitute"), "it has no 'at'"),
        (edit.at and edit.action == "append", "'append' takes no 'at'"),
        (bool(edit.old) != (edit.action == "substitute"),
         "'substitute', and nothing else, needs 'old'"),
        (not edit.text and edit.action not in ("delete", "substitute"), "it has no 'text'"),
        (edit.text and edit.action == "delete", "'delete' takes no 'text'"),
        (edit.block and edit.action not in ("delete", "replace"),
         "'block' is for 'delete' and 'replace'"),
        (edit.through and edit.action not in ("delete", "replace", "after"),
         "'through' is for 'delete', 'replace' and 'after'"),
        (edit.block and edit.through, "'block' and 'through' exclude each other"),
        (edit.all and has_range, "'all' takes neither 'block' nor 'through'"),
        (edit.action == "append" and (edit.within or edit.until or edit.all),
         "'append' is for the end of a file, and takes only 'text'"),
    )
    return next((text for wrong, text in checks if wrong), "")


def _where(edit: Edit, lines: Lines) -> Range:
    """The range in which `at` is looked for."""
    found = (0, len(lines))
    for number, pattern in enumerate(edit.within, 1):
        start = places.the_one("within", pattern, lines, found)
        if edit.until and number == len(edit.within):
            found = (start, found[1])
        else:
            found = places.block(lines, start)
    if edit.until:
        found = (found[0], places.first("until", edit.until, lines, (found[0] + 1, found[1])))
    return found


def _starts(edit: Edit, lines: Lines, where: Range) -> list[int]:
    """The lines that `at` matches, or that have `old`; the last first."""
    key, pattern = ("at", edit.at) if edit.at else ("old", re.escape(edit.old))
    if not edit.all:
        return [places.the_one(key, pattern, lines, where, edit.at or edit.old)]
    places.first(key, pattern, lines, where, edit.at or edit.old)
    return places.matching(pattern, lines, where)[::-1]


def _range(edit: Edit, lines: Lines, start: int, where: Range) -> Range:
    """The lines that an edit takes out, or behind which it adds."""
    if edit.through:
        return start, places.first("through", edit.through, lines, (start, where[1])) + 1
    if not edit.block:
        return start, start + 1
    start, end = places.comment_above(lines, start), places.block(lines, start)[1]
    return start, places.blank_below(lines, end) if edit.action == "delete" else end


def _substituted(edit: Edit, line: str) -> str:
    found = line.count(edit.old)
    if found != 1:
        raise Unfit(f"the line has '{edit.old}' {found} times; it must be once")
    return line.replace(edit.old, edit.text)


def _goes_on(line: str) -> bool:
    return line.rstrip("\n").endswith("\\")


def _insert(lines: Lines, at: int, new: Lines) -> None:
    """Insert lines; one before them that has no newline gets it.

    Between a line that goes on and the next one nothing can stand that does not go on, too.
    """
    if at and _goes_on(lines[at - 1]) and not _goes_on(new[-1]):
        raise Unfit("the line before goes on; the text must end with a backslash, too")
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    lines[at:at] = new


def perform(edit: Edit, before: Lines) -> Lines:
    """The lines after an edit; raises Unfit."""
    lines = list(before)
    if edit.action == "append":
        _insert(lines, len(lines), edit.new_lines)
        return lines
    where = _where(edit, lines)
    for start in _starts(edit, lines, where):
        begin, end = _range(edit, lines, start, where)
        if edit.action == "substitute":
            lines[start:start + 1] = places.split(_substituted(edit, lines[start]))
        elif edit.action in ("replace", "delete"):
            lines[begin:end] = edit.new_lines
        else:
            _insert(lines, end if edit.action == "after" else begin, edit.new_lines)
    return lines
