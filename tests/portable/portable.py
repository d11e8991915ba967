#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the self-tests for any port on a small kernel, correct and broken.

The small kernel is a process, see tests/portable/host. On the correct kernel, and on one
without tasks and interrupts, all tests that can run must pass. Then it gets one
defect at a time: a test must fail, or the processor must fault. With arguments, only
these defects.
Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import argparse
import re
import sys
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap, targets
from common.commands import JOBS, Finished, make, run, show_nothing
from common.processes import Patience
from common.program import BadInput, guarded
from common.mutation import Printer

PROGRAM = "portable"
PATIENCE = Patience(silence=20, total=20, ending=5, processor=True)
LEAST = "least"
FAULT = "Bail out!"
NUMBERS = re.compile(r"# \d+ passed, \d+ failed, \d+ skipped$")
# Configurations in which to break the port; defects without an effect in one of them.
OF_CPUS = ("port.default", "port.debug")
OF_TASKS = ("port.task", "port.taskdebug")
BREAKABLE = OF_CPUS + OF_TASKS
NOT_SEEN_IN = {
    # The last page of the windows is a guard.
    "kmap_host_window_base() is one page too high": ("port.debug", "port.taskdebug"),
    # Without debug mode the hook is not called.
    "kmap_host_context() is the same in handlers": ("port.default", "port.task"),
    # Only windows of the tasks have these hooks, and this rule.
    **dict.fromkeys(("two tasks have one window", "kmap_host_cpu_number() is always 0",
                     "kmap_host_ctrl_window() is always the first window",
                     "the PTEs of a window are not side by side"), OF_CPUS),
    # With windows of the tasks nobody is pinned, and nothing is taken down.
    **dict.fromkeys(("kmap_host_migrate_disable() pins nobody",
                     "kmap_host_migrate_enable() gives no pin back",
                     "a task switch has no kmap_switch_out()"), OF_TASKS),
}


def start(program: str, *arguments: str) -> Finished:
    """Run a program of build/portable to its end."""
    path = targets.REPOSITORY / program
    return run([str(path), *arguments], show_nothing, patience=PATIENCE)


def counts_of(finished: Finished) -> tap.Counts:
    """Passed, failed and skipped tests; a test without a result has failed."""
    collector = tap.Collector()
    for line in finished.lines:
        collector.feed(line)
    list(collector.finish(finished.status == 0, finished.how))
    return collector.counts


def passes(printer: Printer, program: str, *arguments: str) -> None:
    """The correct port: all tests pass, and on the minimal host some are skipped."""
    finished = start(program, *arguments)
    counts = counts_of(finished)
    right = counts.passed and not counts.failed and (not arguments or counts.skipped)
    printer.point(bool(right), f"{' '.join((program, *arguments))}: {counts}, "
                               f"{counts.skipped} skipped", "" if right else finished.text)


def witness(finished: Finished) -> str:
    """The test or fault that detected the defect; empty if nothing did."""
    if finished.status == 0:
        return ""
    points = [point for point in map(tap.parse_point, finished.lines) if point]
    failed = [point.name for point in points if not point.ok]
    remarks = [line.removeprefix("# ") for line in finished.lines if line.startswith("# ")]
    fault = any(line.startswith(FAULT) for line in finished.lines)
    return failed[0] if failed else f"fault in: {remarks[-1]}" if fault and remarks else ""


def said_at_the_end(finished: Finished) -> str:
    """What comes after the numbers: reports of what failed tests have left."""
    ends = [number for number, line in enumerate(finished.lines) if NUMBERS.match(line)]
    return "\n".join(finished.lines[ends[-1] + 1:]) if ends else ""


def defects(program: str) -> list[str]:
    """The defects that a program can be given, and that have an effect there."""
    name = program.rpartition("/")[2]
    return [wrong for wrong in (start(program, "list").lines if name in BREAKABLE else ())
            if name not in NOT_SEEN_IN.get(wrong, ())]


def notices(printer: Printer, program: str, wrong: str) -> None:
    """A broken port: the defect must be detected, and the tests must clean up."""
    finished = start(program, wrong)
    found, left = witness(finished), said_at_the_end(finished)
    printer.point(bool(found and not left), f"{program}: {wrong}: {found or finished.how}", left)


def portable(chosen: list[str]) -> int:
    """Run everything, or only these broken ports; returns the exit status."""
    printer = Printer()
    built = run(make(f"-j{JOBS}", "portable-tests"), show=show_nothing)
    printer.point(built.status == 0, "they build", built.text if built.status else "")
    if built.status:
        return printer.conclude()
    programs = run(make("list-portable-tests"), show=show_nothing).lines
    known = {wrong for program in programs for wrong in defects(program)}
    if set(chosen) - known:
        raise BadInput(f"no such defect: {', '.join(set(chosen) - known)}")
    for program in programs:
        if not chosen:
            passes(printer, program)
            passes(printer, program, LEAST)
        for wrong in defects(program):
            if not chosen or wrong in chosen:
                notices(printer, program, wrong)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("defects", nargs="*", help="as it lists them; default: all")
    return portable(parser.parse_args(arguments).defects)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
