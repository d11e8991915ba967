#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Print the documentation of targets and variables in makefiles: `make help`.

    help.py MAKEFILE...

Lines that begin with "##" are printed, in their order:

    ##@ Heading             heading of what follows; a heading may occur again
    ## Some words           above a rule: what its target does; elsewhere a paragraph
    ## NAME=value: words    what a variable is for; also below the text of a target

A text may continue on further lines.
"""

import re
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from common.program import EXIT_OK, guarded

PROGRAM = "help"
WIDTH, COLUMN = 96, 26
HEADING, TEXT = "##@ ", "## "
_VARIABLE = re.compile(r"([A-Z][A-Z_]*)(=\S*): (.*)")
_RULE = re.compile(r"([a-z][\w-]*):(?!=)")


@dataclass(frozen=True)
class Entry:
    """A text, and the target or variable (with `value`) that it documents, if any."""

    name: str
    value: str
    text: str

    @property
    def label(self) -> str:
        """What the user types."""
        if not self.name:
            return ""
        return f"    {self.name}{self.value}" if self.value else f"  make {self.name}"

    def __str__(self) -> str:
        if not self.name:
            return textwrap.fill(self.text, WIDTH)
        lines = textwrap.wrap(self.text, WIDTH - COLUMN, break_on_hyphens=False)
        if len(self.label) >= COLUMN:
            lines.insert(0, "")
        indented = f"\n{' ' * COLUMN}".join(lines)
        return f"{self.label:{COLUMN}}{indented}".replace(f"{' ' * COLUMN}\n", "\n").rstrip()


Sections = dict[str, list[Entry]]


def entries_of(lines: list[str], below: str) -> list[Entry]:
    """The entries in these comment lines, which are above the line `below`."""
    texts: list[str] = []
    for line in lines:
        if texts and not _VARIABLE.match(line):
            texts[-1] += f" {line}"
        else:
            texts.append(line)
    rule = _RULE.match(below)
    return [Entry(*variable.groups()) if (variable := _VARIABLE.fullmatch(text)) else
            Entry(rule[1] if rule else "", "", text) for text in texts]


def sections_of(makefiles: list[str]) -> Sections:
    """All entries of these texts, by heading."""
    sections: Sections = {}
    for makefile in makefiles:
        here, block = sections.setdefault("", []), []
        for line in (*makefile.splitlines(), ""):
            if line.startswith(TEXT):
                block.append(line[len(TEXT):].strip())
                continue
            here += entries_of(block, line)
            block = []
            if line.startswith(HEADING):
                here = sections.setdefault(line[len(HEADING):].strip(), [])
    return sections


def page(sections: Sections) -> str:
    """The text of the page."""
    parts = []
    for heading, entries in sections.items():
        if entries:
            parts.append("\n".join([f"{heading}:\n"] * bool(heading) + list(map(str, entries))))
    return "\n\n".join(parts)


def main(arguments: list[str]) -> int:
    """Entry point."""
    print(page(sections_of([Path(each).read_text(encoding="utf-8") for each in arguments])))
    return EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
