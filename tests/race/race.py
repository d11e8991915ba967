#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the core on real threads under ThreadSanitizer, then check that this can fail: `make race`.

The programs are built from tests/race/, one for each configuration. Then the mutations of
tests/race/mutations.toml are applied to the core, one at a time; ThreadSanitizer or a
check of page contents must detect each. Prints TAP.
Exit status: 0 all passed, 1 something failed, 2 usage error, 3 a tool is missing.
"""

import re
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap, targets
from common.commands import JOBS, make, run, show_nothing, tap_results
from common.mutation import (BUILD_SECONDS, Mutation, Printer, Verdict, apply, choose, execute,
                             judge_all, load, print_table, words_of)
from common.program import guarded

from threads import ATTEMPTS, prefix, show_progress

PROGRAM = "race"
LIST = targets.REPOSITORY / "tests/race/mutations.toml"
OUT = Path("build/race")
SOURCES = ("include", "core", "tests/race", "tests/whole")
MAKE = ("make", "-rRs", "-f", "race.mk")
TEST_SECONDS = 300
# How much a program does with the unchanged core, and at most with a mutation.
SHARE, MUTANT_SHARE = "50", "200"
# Of these programs only the tests with these words; the others are as in other programs.
ONLY = {"race.private": ("local", "move"), "race.task": ("local", "move")}
_REPORT = re.compile(r"SUMMARY: ThreadSanitizer: (.*?)(?: \S*/\S*)? in (\w+)")


def run_tests(printer: Printer, tests: list[str], before: tuple[str, ...]) -> None:
    """Run all programs with the unchanged core."""
    for test in tests:
        command = [*before, str(targets.REPOSITORY / OUT / test), SHARE]
        for words in ([word] for word in ONLY[test]) if test in ONLY else ([],):
            for point in tap_results(test, [*command, *words], show=show_progress):
                printer.point(point.ok, point.name)


def killer(program: str, output: str, status: int) -> str:
    """What failed in a run of a program; empty if nothing did."""
    if status == 0:
        return ""
    points = [point for point in map(tap.parse_point, output.splitlines()) if point]
    name = next((point.name for point in points if not point.ok), f"exit status {status}")
    report = _REPORT.search(output)
    return f"{program}/{name} ({f'{report[1]} in {report[2]}' if report else 'its own checks'})"


def first_killer(mutation: Mutation, directory: Path, before: tuple[str, ...]) -> Verdict:
    """Build its programs and run a test of each until one fails."""
    for test in mutation.tests:
        name, word = test.split()
        program = str(OUT / name)
        status, output = execute(directory, (*MAKE, program), BUILD_SECONDS)
        if status:
            return Verdict(problem=f"it does not build:\n{output}")
        for _ in range(ATTEMPTS):
            status, output = execute(directory, (*before, program, MUTANT_SHARE, word),
                                     TEST_SECONDS)
            found = killer(name, output, status)
            if found:
                return Verdict(killer=found)
    return Verdict(problem=f"survives {', '.join(mutation.tests)}")


def judge(mutation: Mutation, before: tuple[str, ...]) -> Verdict:
    """Apply a mutation to a copy of the sources; returns the verdict."""
    with tempfile.TemporaryDirectory(prefix="kmap-race-") as name:
        directory = Path(name)
        # Keeps the timestamps, so that only what depends on the mutation is rebuilt.
        objects = {OUT / test.split()[0].partition(".")[2] for test in mutation.tests}
        for source in (*SOURCES, OUT / "whole", *objects):
            shutil.copytree(targets.REPOSITORY / source, directory / source)
        (directory / "race.mk").write_text("include tests/race/build.mk\n", encoding="utf-8")
        problem = apply(mutation, directory)
        return Verdict(problem=problem) if problem else first_killer(mutation, directory, before)


def race(mutations: list[Mutation], programs_too: bool) -> int:
    """Run everything; returns the exit status."""
    printer = Printer()
    built = run(make(f"-j{JOBS}", "race-tests"), show=show_nothing)
    printer.point(built.status == 0, "they build", built.text if built.status else "")
    if built.status:
        return printer.conclude()
    tests = run(make("list-race-tests"), show=show_nothing).lines
    before = prefix(targets.REPOSITORY / OUT / tests[0])
    if programs_too:
        run_tests(printer, tests, before)
    # If the unchanged core fails, the mutations prove nothing.
    if not printer.broken:
        verdicts = judge_all(mutations, partial(judge, before=before), printer)
        print_table(mutations, verdicts)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    words = words_of(PROGRAM, __doc__, arguments)
    return race(choose(load(LIST), words), programs_too=not words)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
