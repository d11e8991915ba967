#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run all tests, or those of one part: `make check [ARCH=i386|um|host|all]`.

The last line is "N passed, N failed". Exit status: 0 all passed, 1 some failed
or nothing ran, 2 wrong input, 128 + N ended by signal N.
"""

import argparse
import os
import sys
import time

from checks.steps import PARTS, Step, steps_of
from common import tap
from common.program import EXIT_FAILED, EXIT_OK, BadInput, guarded

PROGRAM = "check"
# What a `make` above us leaves for those below it; ours begin afresh.
OF_THE_CALLER = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "ARCH", "EXTRA_CFLAGS")


class Report:
    """Tells how the checks go and remembers what failed."""

    def __init__(self) -> None:
        self.counts = tap.Counts()
        self.failures: list[str] = []

    def add(self, step: Step, point: tap.Point) -> None:
        """Count a check; say its name if it did not pass."""
        self.counts.add(point)
        if point.skipped or point.ok:
            return
        self.failures.append(f"{step.heading}: {point.name}"
                             + (f" ({point.reason})" if point.reason else ""))
        print(f"  FAILED: {self.failures[-1]}", flush=True)

    def conclude(self) -> int:
        """The end of the output; returns the exit status."""
        if self.failures:
            print("\nfailed:")
            for failure in self.failures:
                print(f"  {failure}")
        if self.counts.skipped:
            print(f"\n{self.counts.skipped} skipped")
        print(self.counts, flush=True)
        return EXIT_OK if self.counts.passed and not self.counts.failed else EXIT_FAILED


def run_step(step: Step, report: Report) -> None:
    """Run a step. What goes wrong in it is one more failure, not the end."""
    began, before = time.monotonic(), report.counts.passed + report.counts.failed
    print(f"\n== {step.part}: {step.heading}", flush=True)
    try:
        for point in step.run():
            report.add(step, point)
        if report.counts.passed + report.counts.failed == before:
            report.add(step, tap.Point(False, "something was checked"))
    except Exception as error:  # Whatever it is, the other steps go on.
        report.add(step, tap.Point(False, "the step itself", reason=repr(error)))
    number = report.counts.passed + report.counts.failed - before
    print(f"   {number} checks in {time.monotonic() - began:.1f} s", flush=True)


def main(arguments: list[str]) -> int:
    """The program."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("--arch", default="all", help=", ".join(PARTS))
    parser.add_argument("--list", action="store_true", help="only list the steps")
    parsed = parser.parse_args(arguments)
    if parsed.arch not in PARTS:
        raise BadInput(f"there is no ARCH={parsed.arch}; known: {', '.join(PARTS)}")
    steps = steps_of(parsed.arch)
    if parsed.list:
        print("\n".join(f"{step.part}: {step.heading}" for step in steps))
        return EXIT_OK
    for name in OF_THE_CALLER:
        os.environ.pop(name, None)
    report = Report()
    for step in steps:
        run_step(step, report)
    print()
    return report.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
