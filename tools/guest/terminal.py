# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""A terminal: whether there is one, its size, and rows that are drawn over again in place."""

import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
REST_OF_ROW, REST_OF_SCREEN = "\x1b[K", "\x1b[J"
GREEN, USUAL = "\x1b[32m", "\x1b[0m"
USUAL_SIZE = os.terminal_size((80, 24))
# A signal in the middle of a row would leave half of it, or a wrong count of rows.
DISTURBING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGWINCH, signal.SIGTSTP}
_BAR = re.compile(r"\[(#+)")


def is_live(stream: TextIO) -> bool:
    """Whether rows can be drawn over: not in a pipe, in CI, or on a terminal that cannot."""
    return (stream.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb") and
            not os.environ.get("CI"))


def has_colour() -> bool:
    """Whether the user wants colours on a terminal: see no-color.org."""
    return not os.environ.get("NO_COLOR")


def size(stream: TextIO) -> os.terminal_size:
    """Columns and lines."""
    try:
        found = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return USUAL_SIZE
    return found if found.columns and found.lines else USUAL_SIZE


def up(rows: int) -> str:
    """The cursor, so many rows up."""
    return f"\x1b[{rows}A" if rows else ""


def height(rows: list[str], columns: int) -> int:
    """Rows of a terminal that has become narrower: it has wrapped those that were longer."""
    return sum(max(1, -(-len(row) // columns)) for row in rows)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that end this program, or draw again, wait until this is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, DISTURBING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Rows:
    """Rows at the end of a terminal's text. The cursor stands at the begin of the last one."""

    def __init__(self, stream: TextIO):
        self._stream = stream
        self._rows: list[str] = []
        self._draw_again: Callable[[], None] | None = None
        # What signals did before.
        self._before: dict[signal.Signals, object] = {}

    def draw(self, rows: list[str], above: tuple[str, ...] = ()) -> None:
        """Show these in the place of those that are there, and new lines above them.

        What changes is written in one piece, over what is there, so that nothing flickers.
        """
        with undisturbed():
            text = "" if self._rows else HIDE_CURSOR
            text += self._home() + "".join(f"{line}{REST_OF_ROW}\r\n" for line in above)
            self._rows = rows
            self._write(f"{text}{self._shown()}")

    def remove(self, lines: tuple[str, ...] = ()) -> None:
        """Leave these lines in their place, and the terminal as it was."""
        with undisturbed():
            if self._rows:
                text = self._home() + REST_OF_SCREEN
                self._write(text + "".join(f"{line}\r\n" for line in lines) + SHOW_CURSOR)
            self._rows = []

    def follow(self, draw_again: Callable[[], None] | None) -> None:
        """Call this when the terminal has another size, or has it back after Ctrl-Z.

        None: not any more.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        if draw_again and not self._draw_again:
            self._handle(signal.SIGWINCH, draw_again)
            if signal.getsignal(signal.SIGTSTP) == signal.SIG_DFL:
                self._handle(signal.SIGTSTP, self._stop)
        elif self._draw_again and not draw_again:
            for number, handler in self._before.items():
                signal.signal(number, handler or signal.SIG_DFL)
        self._draw_again = draw_again

    def _handle(self, number: signal.Signals, action: Callable[[], None]) -> None:
        self._before[number] = signal.signal(number, lambda *_: action())

    def _stop(self) -> None:
        """Ctrl-Z: the rows become lines, and new ones begin when the program goes on."""
        with undisturbed():
            if self._rows:
                # The terminal may have written ^Z over them.
                self._write(f"{self._home()}{self._shown()}\n{SHOW_CURSOR}")
            self._rows = []
        os.kill(os.getpid(), signal.SIGSTOP)
        if self._draw_again:
            self._draw_again()

    def _home(self) -> str:
        """The cursor, at the begin of the first row."""
        return "\r" + up(height(self._rows[:-1], size(self._stream).columns))

    def _shown(self) -> str:
        """All rows, and the cursor at the begin of the last one."""
        return "\r\n".join(self._coloured(row) + REST_OF_ROW
                           for row in self._rows) + f"{REST_OF_SCREEN}\r"

    @staticmethod
    def _coloured(row: str) -> str:
        return _BAR.sub(rf"[{GREEN}\1{USUAL}", row, count=1) if has_colour() else row

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
