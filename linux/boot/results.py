# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The results that a booted kernel prints.

The self-tests in the kernel and the programs of the initramfs print lines of TAP behind
the name of the test:

    kmap-selftest: ok 1 - one page is mapped
    kmap-memory: # HighTotal: 3286916 kB
    kmap-memory: 1..4

The last line that /init prints is "kmap-init: done".
"""

import re
from collections.abc import Iterator

from common import tap

DONE = "kmap-init: done"
_LINE = re.compile(
    r"\bkmap-(?P<test>[a-z]+): (?P<text>(?:not )?ok\b.*|1\.\.\d+.*|Bail out!.*|# .*)")
# What Linux prints when something is wrong with it.
_COMPLAINT = re.compile(r"\bWARNING\b|\bBUG\b|\bOops\b|Call Trace|Kernel panic|detected stall")
COMPLAINTS_SHOWN = 10
# Tests whose notes are of interest only when one of them fails.
QUIET = ("selftest", "pinned")


def parse(line: str) -> tuple[str, str] | None:
    """The name of the test and the TAP of a line; None if it is another line."""
    found = _LINE.search(line)
    return (found["test"], found["text"]) if found else None


def is_complaint(line: str) -> bool:
    """Whether the kernel complains."""
    return bool(_COMPLAINT.search(line))


class Results:
    """Takes the lines of the console, and finds the results of the tests that were asked for."""

    def __init__(self, tests: tuple[str, ...]):
        self._collectors = {test: tap.Collector() for test in tests}
        self._complaints: list[str] = []
        self._notes: list[str] = []
        self.done = False

    def feed(self, line: str) -> tap.Point | str | None:
        """Take a line: returns a result or a note, if it is one."""
        self.done = self.done or DONE in line
        test, text = parse(line) or ("", "")
        if is_complaint(line) and not test:
            self._complaints.append(line)
        if test not in self._collectors:
            return None
        if text.startswith("# "):
            self._notes.append(text[2:])
            return None if test in QUIET else f"{test}: {text[2:]}"
        point = self._point(test, text)
        if point:
            self._notes.clear()
        return point

    def _point(self, test: str, text: str) -> tap.Point | None:
        """The result on a line; one that failed with the notes before it."""
        if text.startswith("Bail out!"):
            return tap.Point(False, f"{test}: {text}")
        point = self._collectors[test].feed(text)
        if not point:
            return None
        return self._named(test, point, "" if point.ok else "\n# ".join(self._notes))

    @staticmethod
    def _named(test: str, point: tap.Point, reason: str = "") -> tap.Point:
        return tap.Point(point.ok, f"{test}: {point.name}", point.skipped, point.reason or reason)

    def finish(self, how: str) -> Iterator[tap.Point]:
        """What can only be told at the end: tests that are missing, and the kernel's log."""
        for test, collector in self._collectors.items():
            for point in collector.finish(True, how):
                yield self._named(test, point)
        yield tap.Point(self.done, "the kernel ran to its end", reason="" if self.done else how)
        shown = "\n#   ".join(["it says:", *self._complaints[:COMPLAINTS_SHOWN]])
        yield tap.Point(not self._complaints, "the kernel's log has no WARNING, BUG or Oops",
                        reason=shown if self._complaints else "")
