# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Test results in the Test Anything Protocol, and its kernel form KTAP."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_POINT = re.compile(
    r"\s*(?P<not>not )?ok\b(?: (?P<number>\d+))?(?: -)?(?: (?P<name>.*?))?"
    r"(?:\s*# ?(?P<directive>SKIP|TODO)\b\s*(?P<reason>.*))?\s*", re.IGNORECASE)
_PLAN = re.compile(r"\s*1\.\.(\d+)(?:\s*#.*)?\s*")
_VERSION = re.compile(r"\s*K?TAP version \d+\s*")


@dataclass(frozen=True)
class Point:
    """The result of one test."""

    ok: bool
    name: str
    skipped: bool = False
    reason: str = ""

    def __str__(self) -> str:
        word = "skipped" if self.skipped else "ok" if self.ok else "FAILED"
        return f"{word}: {self.name}" + (f" ({self.reason})" if self.reason else "")


def parse_point(line: str) -> Point | None:
    """The result on a line, if it is one."""
    match = _POINT.fullmatch(line)
    if not match:
        return None
    directive = (match["directive"] or "").upper()
    return Point(
        ok=not match["not"] or directive == "TODO", name=match["name"] or "(no name)",
        skipped=directive == "SKIP", reason=match["reason"] or "")


def parse_plan(line: str) -> int | None:
    """How many tests a line announces, if it does."""
    match = _PLAN.fullmatch(line)
    return int(match[1]) if match else None


def is_tap(line: str) -> bool:
    """Whether a line belongs to the protocol, its "# diagnostic" lines included."""
    return bool(_VERSION.fullmatch(line) or line.lstrip().startswith("# ")
                or parse_plan(line) is not None or parse_point(line))


@dataclass
class Counts:
    """How many passed and failed; skipped ones are neither."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, point: Point) -> None:
        """Count one result."""
        if point.skipped:
            self.skipped += 1
        elif point.ok:
            self.passed += 1
        else:
            self.failed += 1

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


@dataclass
class Collector:
    """Takes the lines of a test program and finds the results, also those that do not come."""

    counts: Counts = field(default_factory=Counts)
    planned: int | None = None
    points: int = 0

    def feed(self, line: str) -> Point | None:
        """Take a line; returns the result on it, if there is one."""
        plan = parse_plan(line)
        if plan is not None:
            self.planned = (self.planned or 0) + plan
        point = parse_point(line)
        if point:
            self.points += 1
            self.counts.add(point)
        return point

    def finish(self, ended_well: bool, how: str) -> Iterator[Point]:
        """The failures that no line told of: tests missing, or a bad end without a failed test."""
        extra = []
        if self.planned is None or self.points < self.planned:
            wanted = "an unknown number" if self.planned is None else self.planned
            extra.append(Point(False, f"all tests ran: {self.points} of {wanted} reported; {how}"))
        elif not ended_well and not self.counts.failed:
            extra.append(Point(False, f"the test program ended well: {how}"))
        for point in extra:
            self.counts.add(point)
            yield point
