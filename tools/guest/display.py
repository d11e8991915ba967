# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Progress: on a terminal rows that are drawn in place, elsewhere a line from time to time."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

from guest import layout, terminal
from guest.layout import Cpu, Progress, Rate

PLAIN_INTERVAL = 2.0


class Display:
    """Shows the progress of a run, and other lines above it.

    With `job` and cpus() the rows on a terminal name the job, and have a table of the CPUs.
    """

    def __init__(self, stream: TextIO = sys.stdout, clock: Callable[[], float] = time.monotonic):
        self.job = ""
        self._stream = stream
        self._clock = clock
        self._rows = terminal.Rows(stream) if terminal.is_live(stream) else None
        self._progress: Progress | None = None
        self._cpus: list[Cpu] = []
        self._phase = ""
        self._printed_at = 0.0
        self._complete = False
        self._rate = Rate()

    def line(self, text: str) -> None:
        """Print a line; the progress stays below it."""
        if self._rows and self._progress:
            self._rows.draw(self._all_rows(), (text,))
        else:
            self._stream.write(text + "\n")
            self._stream.flush()

    def cpus(self, cpus: list[Cpu]) -> None:
        """What to show of each CPU with the next progress."""
        self._cpus = cpus

    def progress(self, phase: str, done: int, total: int, unit: str) -> None:
        """Show the progress of a phase."""
        now = self._clock()
        if phase != self._phase:
            self._keep()
            self._phase, self._rate, self._printed_at = phase, Rate(), -PLAIN_INTERVAL
            self._complete = False
        self._rate.sample(now, done)
        progress = Progress(phase, done, total, unit, self._rate.per_second())
        if self._rows:
            self._progress = progress
            self._rows.follow(self._draw)
            self._draw()
        elif not self._complete and (now - self._printed_at >= PLAIN_INTERVAL or done >= total):
            self._printed_at, self._complete = now, done >= total
            self.line(progress.plain())

    def finish(self) -> None:
        """Keep how far the phase came, and leave the terminal as it was."""
        self._keep()
        if self._rows:
            self._rows.follow(None)

    def _keep(self) -> None:
        """Nothing is drawn over what is left of a phase."""
        if self._rows and self._progress:
            progress, self._progress = self._progress, None
            self._rows.remove(tuple(self._progress_rows(progress)))

    def _draw(self) -> None:
        if self._rows and self._progress:
            self._rows.draw(self._all_rows())

    def _width(self) -> int:
        """A row as wide as the terminal would have the cursor behind its end."""
        return max(1, terminal.size(self._stream).columns - 1)

    def _progress_rows(self, progress: Progress) -> list[str]:
        return progress.rows(self.job, self._width())

    def _all_rows(self) -> list[str]:
        """No more than the terminal has: the cursor does not go back to one that has left it."""
        most = max(1, terminal.size(self._stream).lines - 1)
        rows = self._progress_rows(self._progress)[:most]
        return rows + layout.cpu_rows(self._cpus, self._width(), most - len(rows))
