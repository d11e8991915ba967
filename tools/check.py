#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run all tests, or those of one part: `make check [ARCH=i386|um|host|all]`.

The last line is "N passed, N failed". Exit status: 0 all passed, 1 some failed
or nothing ran, 2 wrong input, 128 + N ended by signal N.
"""

import argparse
import sys
import threading
import time

from checks.lanes import Log, one_log
from checks.steps import Lane, Step, lanes_of, last_steps_of
from common import tap, targets
from common.commands import forget_calling_make, in_turn
from common.processes import stop_if_interrupted
from common.program import EXIT_FAILED, EXIT_OK, BadInput, guarded

PROGRAM = "check"


class Report:
    """Tells how the checks go and remembers what failed."""

    def __init__(self) -> None:
        self.counts = tap.Counts()
        self.failures: list[str] = []
        self._lock = threading.Lock()

    def add(self, step: Step, point: tap.Point) -> None:
        """Count a check; say its name if it did not pass."""
        with self._lock:
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


class Runner:
    """Runs steps. What goes wrong in one is one more failure, and the others go on."""

    def __init__(self, report: Report, log: Log) -> None:
        self._report = report
        self._log = log

    def run(self, lanes: list[Lane], last: Lane) -> None:
        """Run the steps of each lane in their order, lanes side by side, the last steps alone."""
        for _ in in_turn(self._run_lane, lanes):
            pass
        self._run_lane(last)

    def _run_lane(self, steps: Lane) -> None:
        for step in steps:
            with self._log.turn():
                self._run_step(step)

    def _run_step(self, step: Step) -> None:
        began, number = time.monotonic(), 0
        print(f"\n== {step.part}: {step.heading}", flush=True)
        try:
            for point in step.run():
                # What was ended is no failure.
                stop_if_interrupted()
                self._report.add(step, point)
                number += 1
            if not number:
                self._report.add(step, tap.Point(False, "something was checked"))
        except Exception as error:
            self._report.add(step, tap.Point(False, "the step itself", reason=repr(error)))
        print(f"   {number} checks in {time.monotonic() - began:.1f} s", flush=True)


def main(arguments: list[str]) -> int:
    """The program."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("--arch", default="all", help=", ".join(targets.PARTS))
    parser.add_argument("--list", action="store_true", help="only list the steps")
    parsed = parser.parse_args(arguments)
    if parsed.arch not in targets.PARTS:
        raise BadInput(f"there is no ARCH={parsed.arch}; known: {', '.join(targets.PARTS)}")
    lanes, last = lanes_of(parsed.arch), last_steps_of(parsed.arch)
    if parsed.list:
        for step in [step for lane in (*lanes, last) for step in lane]:
            print(f"{step.part}: {step.heading}")
        return EXIT_OK
    forget_calling_make()
    report = Report()
    with one_log() as log:
        Runner(report, log).run(lanes, last)
    print()
    return report.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
