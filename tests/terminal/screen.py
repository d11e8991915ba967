# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What a terminal shows of what a program writes to it."""

import re

_SEQUENCE = re.compile(r"\x1b\[(\??)(\d*)([A-Za-z])")


class Screen:
    """What a terminal shows: all of its rows, and those that have left it at the top.

    It knows what terminal.py writes, and raises ValueError for another sequence. As most terminals
    do, it wraps long rows, and those again when it gets another width.
    """

    def __init__(self, columns: int, lines: int):
        self.columns, self.lines = columns, lines
        self.rows, self.top = [""], 0
        self.row = self.column = 0
        self.has_cursor = True
        # Rows that go on in the next one.
        self._wrapped: set[int] = set()

    def text(self) -> list[str]:
        """All rows, without those that are empty at the end."""
        return "\n".join(row.rstrip() for row in self.rows).rstrip().split("\n")

    def feed(self, text: str) -> None:
        """A program writes this."""
        while text:
            match = _SEQUENCE.match(text)
            if match:
                self._control(match[3], match[1], int(match[2] or 0))
            elif text[0] in "\r\n":
                self._down(text[0] == "\n")
                self.column = 0
            elif text[0] < " ":
                raise ValueError(f"not known: {text[:8]!r}")
            else:
                self._put(text[0])
            text = text[match.end() if match else 1:]

    def resize(self, columns: int, lines: int) -> None:
        """The terminal gets another size."""
        place, joined = 0, [""]
        for number, row in enumerate(self.rows):
            if number == self.row:
                at, place = len(joined) - 1, len(joined[-1]) + self.column
            joined[-1] += row
            if number not in self._wrapped:
                joined.append("")
        self.columns, self.lines, self.rows, self._wrapped = columns, lines, [], set()
        for number, line in enumerate(joined[:-1]):
            if number == at:
                self.row, self.column = len(self.rows) + place // columns, place % columns
            parts = [line[i:i + columns] for i in range(0, len(line), columns)] or [""]
            self._wrapped |= {len(self.rows) + i for i in range(len(parts) - 1)}
            self.rows += parts
        self.top = max(0, self.row + 1 - lines, len(self.rows) - lines)

    def _put(self, character: str) -> None:
        if self.column >= self.columns:
            self._wrapped.add(self.row)
            self._down(True)
            self.column = 0
        row = self.rows[self.row].ljust(self.column)
        self.rows[self.row] = row[:self.column] + character + row[self.column + 1:]
        self.column += 1

    def _down(self, by_one: bool) -> None:
        self.row += by_one
        self.rows += [""] * (self.row + 1 - len(self.rows))
        self.top = max(self.top, self.row + 1 - self.lines)

    def _control(self, what: str, mark: str, number: int) -> None:
        if what == "A":
            self.row = max(self.top, self.row - number)
        elif what in "JK":
            self.rows[self.row] = self.rows[self.row][:self.column]
            self._wrapped.discard(self.row)
            if what == "J":
                del self.rows[self.row + 1:]
        elif mark == "?" and number == 25:
            self.has_cursor = what == "h"
        elif what != "m":
            raise ValueError(f"not known: ESC [ {mark}{number}{what}")
