# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Steps that run side by side, and a log that tells of them one after the other.

Each thread that runs a step prints as if it were alone. The step that began first is shown
as it goes; what the others print is kept until their turn comes.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Log:
    """Stands in for the standard output: what a step's thread prints waits for its turn."""

    def __init__(self) -> None:
        self._out = sys.stdout
        self._lock = threading.Lock()
        self._own = threading.local()
        # Of the steps that are not yet shown to their end, in the order of beginning.
        self._waiting: list[list[str]] = []
        self._ended: list[list[str]] = []

    def write(self, text: str) -> int:
        """Print, or keep."""
        with self._lock:
            kept = getattr(self._own, "kept", None)
            if kept is None or kept is self._waiting[0]:
                self._out.write(text)
            else:
                kept.append(text)
        return len(text)

    def flush(self) -> None:
        """What is printed reaches the reader."""
        with self._lock:
            self._out.flush()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """While it lasts, this thread runs a step."""
        kept: list[str] = []
        with self._lock:
            self._waiting.append(kept)
        self._own.kept = kept
        try:
            yield
        finally:
            self._own.kept = None
            with self._lock:
                self._ended.append(kept)
                self._show_next()

    def _show_next(self) -> None:
        """Drop the first step as long as it has ended; show what the next one has printed."""
        while self._waiting and any(self._waiting[0] is each for each in self._ended):
            done = self._waiting.pop(0)
            self._ended = [each for each in self._ended if each is not done]
            if self._waiting:
                self._out.write("".join(self._waiting[0]))
                self._waiting[0].clear()
        self._out.flush()


@contextmanager
def one_log() -> Iterator[Log]:
    """While it lasts, what is printed goes through a log for steps side by side."""
    log, before = Log(), sys.stdout
    sys.stdout = log
    try:
        yield log
    finally:
        sys.stdout = before
