# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""How far a program is that looks at many files."""

import sys
import time

# Seconds between two lines of progress where they cannot overwrite each other.
PROGRESS_SECONDS = 10


class Progress:
    """How many files are done, on the error stream."""

    def __init__(self, program: str, total: int):
        self._program = program
        self._total = total
        self._done = 0
        self._said = time.monotonic()
        self._can_overwrite = sys.stderr.isatty()

    def step(self) -> None:
        """A file is done."""
        self._done += 1
        now, text = time.monotonic(), f"{self._program}: {self._done} of {self._total} files"
        if self._can_overwrite:
            print(f"\r{text}", end="\n" if self._done == self._total else "", file=sys.stderr,
                  flush=True)
        elif now - self._said >= PROGRESS_SECONDS:
            self._said = now
            print(text, file=sys.stderr, flush=True)
