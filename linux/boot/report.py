# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What `make linux` prints: TAP, notes of what is going on, and the count at the end."""

from collections.abc import Iterable

from common import tap
from common.logs import note
from common.program import EXIT_FAILED, EXIT_OK, Missing


class Failed(Exception):
    """A step failed, and those behind it make no sense. What it should have done, and why."""

    def __init__(self, name: str, why: str):
        super().__init__(name)
        self.point = tap.Point(False, name, reason=why)


def line_of(number: int, point: tap.Point) -> str:
    """A result as a line of TAP."""
    word = "ok" if point.ok else "not ok"
    directive = f" # SKIP {point.reason}" if point.skipped else ""
    return f"{word} {number} - {point.name}{directive}"


class Report:
    """Prints results as they come."""

    def __init__(self) -> None:
        self.counts = tap.Counts()
        self._number = 0

    def add(self, point: tap.Point) -> None:
        """Count and print a result."""
        self._number += 1
        self.counts.add(point)
        print(line_of(self._number, point), flush=True)
        if point.reason and not point.skipped:
            note(point.reason)

    def conclude(self, only_skipped: int = EXIT_FAILED) -> int:
        """The last lines; returns the exit status, `only_skipped` if nothing else was there."""
        print(f"1..{self._number}")
        if self.counts.skipped:
            note(f"{self.counts.skipped} skipped")
        print(self.counts, flush=True)
        if self.counts.failed:
            return EXIT_FAILED
        return EXIT_OK if self.counts.passed else only_skipped


def report_all(name: str, points: Iterable[tap.Point], skip_missing: bool) -> int:
    """Print results to the last one, or to what raises Failed; returns the exit status.

    What cannot be had is a test that is skipped, by this name, if `skip_missing`.
    """
    report = Report()
    note(name)
    try:
        for point in points:
            report.add(point)
    except Failed as failure:
        report.add(failure.point)
    except Missing as missing:
        if not skip_missing:
            raise
        report.add(tap.Point(True, name, skipped=True, reason=str(missing)))
        return report.conclude(only_skipped=EXIT_OK)
    return report.conclude()
