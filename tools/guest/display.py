# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Progress: one live line on a terminal, otherwise a line from time to time."""

import shutil
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

from common.units import show_left, show_rate, show_size

PLAIN_INTERVAL = 2.0
# The rate is averaged over the last seconds, because the speed of emulated machines varies.
RATE_WINDOW = 8.0
BAR_MAX = 40
LINE_MIN = 19
# The usual maximum length of the facts, so that the bar has a constant length.
FACTS_USUAL = 44
CLEAR = "\r\x1b[K"


def show_amount(done: int, total: int, unit: str) -> str:
    """An amount and the total: bytes in a suitable unit, others as numbers."""
    if unit == "bytes":
        return f"{show_size(done)} of {show_size(total)}"
    return f"{done:{len(str(total))}d} of {total} {unit}"


def show_speed(per_second: float, unit: str) -> str:
    """A rate per second."""
    if unit == "bytes":
        return show_rate(per_second)
    return f"{per_second:.{0 if per_second >= 100 else 1}f} {unit}/s"


class Rate:
    """How fast a count grows."""

    def __init__(self) -> None:
        self._samples: deque = deque()

    def sample(self, now: float, done: int) -> None:
        """Record that the count is `done` at the time `now`."""
        self._samples.append((now, done))
        while len(self._samples) > 2 and self._samples[1][0] < now - RATE_WINDOW:
            self._samples.popleft()

    def per_second(self) -> float | None:
        """Growth per second; None while it is unknown."""
        (began, first), (now, last) = self._samples[0], self._samples[-1]
        return (last - first) / (now - began) if now - began > 0.2 and last > first else None


class Display:
    """Shows the progress of a run, and other lines above it."""

    def __init__(self, stream: TextIO = sys.stdout, clock: Callable[[], float] = time.monotonic):
        self._stream = stream
        self._clock = clock
        self._live = stream.isatty()
        self._shown = ""
        self._phase = ""
        self._printed_at = 0.0
        self._complete = False
        self._rate = Rate()

    def line(self, text: str) -> None:
        """Print a line; the progress stays below it."""
        if self._shown:
            self._stream.write(CLEAR)
        self._stream.write(text + "\n" + self._shown)
        self._stream.flush()

    def progress(self, phase: str, done: int, total: int, unit: str) -> None:
        """Show the progress of a phase."""
        now = self._clock()
        if phase != self._phase:
            self.finish()
            self._phase, self._rate, self._printed_at = phase, Rate(), -PLAIN_INTERVAL
            self._complete = False
        self._rate.sample(now, done)
        facts = self._facts(done, total, unit)
        if self._live:
            self._show(self._fitted(phase, facts, done / max(total, 1)))
        elif not self._complete and (now - self._printed_at >= PLAIN_INTERVAL or done >= total):
            self._printed_at, self._complete = now, done >= total
            self.line(f"{phase}: {facts}")

    def finish(self) -> None:
        """Keep the live line and start a new one."""
        if self._shown:
            self._stream.write("\n")
            self._stream.flush()
        self._shown = ""

    def _facts(self, done: int, total: int, unit: str) -> str:
        text = f"{100 * done // max(total, 1):3d}%  {show_amount(done, total, unit)}"
        rate = self._rate.per_second()
        if rate is None:
            return text
        left = f", {show_left((total - done) / rate)} left" if done < total else ""
        return f"{text}  {show_speed(rate, unit)}{left}"

    @staticmethod
    def _fitted(phase: str, facts: str, part: float) -> str:
        """Name, bar and facts in a line that fits the terminal."""
        width = max(LINE_MIN, shutil.get_terminal_size().columns - 1)
        name = f"{phase:<11} "
        space = min(BAR_MAX, width - len(name) - max(len(facts), FACTS_USUAL) - 3)
        if space < 5:
            return (name + facts)[:width]
        filled = int(space * min(part, 1.0))
        return f"{name}[{'#' * filled}{'.' * (space - filled)}] {facts}"

    def _show(self, text: str) -> None:
        self._stream.write(CLEAR + text)
        self._stream.flush()
        self._shown = text
