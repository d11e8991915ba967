#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Measure which lines and branches of the core the tests reach: `make coverage`.

Builds the tests of SOURCES with gcov, runs them, and adds up the coverage of core/ and
of the inline functions in include/kmap/ over all configurations; see gcov.py. They are
built without optimization, so that each condition in the source is a branch in the code.

Each line that is missed must be explained in tests/coverage/coverage.toml, and each line
explained there must be missed. An explained line still counts as missed.

Prints a table, then TAP: one test for each part that is built and run, for each
goal, and for the list. Exit status: 0 all passed, 1 something failed, 2 usage
error, 3 a tool is missing.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import lists, targets
from common.commands import JOBS, make, run, show_nothing
from common.program import EXIT_FAILED, EXIT_OK, Missing, guarded
from common.tap import Point

import gcov
import missed

PROGRAM = "coverage"
OUT = "build/coverage"
COUNTED = ("core/", "include/kmap/")
# Pieces for ports: the fake machine replaces most of them.
NOT_COUNTED = ("include/kmap/port/",)
FLAGS = "-O0 --coverage"
# In percent, for each of COUNTED.
GOAL_LINES, GOAL_BRANCHES = 98, 95
EXPLANATIONS = "tests/coverage/coverage.toml"

# Each of these compiles some function to different code; the others only change constants.
UNIT_CONFIGS = (
    "default", "guard", "slots1", "slots32", "calls", "debug", "force", "nostats", "retire",
    "retireguard", "private", "task", "taskdebug", "plain", "plaincalls", "plaindebug",
    "plainforce", "persistent1", "persistent3", "persistentcalls", "persistentforce",
    "persistentretire", "mips24k", "xtensa", "feroceon", "reuse", "reusedebug", "io5",
    "colours2", "colours4guard", "8.16.1", "ranges", "plainspans")
# A script; and all pairs of steps, which take half a minute and reach no more than test_steps.
UNIT_LEFT_OUT = ("test_compile", "test_pairs")


@dataclass(frozen=True)
class Source:
    """Tests that reach the core.

    `programs` lists command lines; the first word of each is a make target. The make
    variables in `variables` put it below OUT and compile it with FLAGS.
    """

    name: str
    variables: tuple[str, ...]
    programs: Callable[[], list[str]]


def unit_programs() -> list[str]:
    """The unit tests of UNIT_CONFIGS."""
    listed = run(make("list-unit-tests", f"UNIT_OUT={OUT}/unit"), show=show_nothing)
    named = [(path, *Path(path).name.partition(".")) for path in listed.lines]
    return [path for path, test, _dot, config in named
            if config in UNIT_CONFIGS and test not in UNIT_LEFT_OUT]


SOURCES = (
    Source("unit tests", (f"UNIT_OUT={OUT}/unit", f"UNIT_SANITIZE={FLAGS}", "UNIT_FAST=",
                          "UNIT_CORE_CFLAGS=-fkeep-inline-functions"), unit_programs),
)


def build(source: Source, programs: list[str]) -> Point:
    """Build all programs of a source."""
    print(f"{source.name}: building {len(programs)} programs", flush=True)
    paths = dict.fromkeys(program.split()[0] for program in programs)
    done = run(make(f"-j{JOBS}", *source.variables, *paths), show=show_nothing)
    if done.status != 0:
        print("\n".join(done.lines[-20:]))
    return Point(bool(programs) and done.status == 0, f"{source.name}: they build",
                 reason="" if programs else "there are none")


def execute(source: Source, programs: list[str]) -> Point:
    """Run all programs of a source: the coverage of a test that fails does not count."""
    failed = []
    for number, program in enumerate(programs, 1):
        if number % max(1, len(programs) // 4) == 0:
            print(f"{source.name}: {number} of {len(programs)} run", flush=True)
        done = run(program.split(), show=show_nothing)
        if done.status != 0:
            failed.append(f"{Path(program).name} ({done.how})")
    return Point(not failed, f"{source.name}: they pass", reason=", ".join(failed))


def measure() -> Iterator[Point]:
    """Build and run everything from scratch: old counters would be added."""
    shutil.rmtree(targets.REPOSITORY / OUT, ignore_errors=True)
    for source in SOURCES:
        programs = source.programs()
        built = build(source, programs)
        yield built
        if built.ok:
            yield execute(source, programs)


def goals(tally: gcov.Tally) -> Iterator[Point]:
    """A result for each goal of each part."""
    for part in COUNTED:
        total = gcov.summed(line for name, lines in tally.files.items() if name.startswith(part)
                            for line in lines.values())
        lines = gcov.percent(total.lines, total.lines_missed)
        branches = gcov.percent(total.branches, total.branches_missed)
        yield Point(total.lines > 0 and lines >= GOAL_LINES,
                    f"{part}: {lines:.2f} % of {total.lines} lines (goal {GOAL_LINES} %)")
        yield Point(total.branches > 0 and branches >= GOAL_BRANCHES,
                    f"{part}: {branches:.2f} % of {total.branches} branches "
                    f"(goal {GOAL_BRANCHES} %)")


def print_table(tally: gcov.Tally, gaps: list[missed.Gap]) -> None:
    """Print a line for each file, and what is missed in it."""
    print(f"\n{'file':28}{'lines':>7}{'reached':>10}{'branches':>10}{'taken':>10}")
    for name, lines in sorted(tally.files.items()):
        total = gcov.summed(lines.values())
        print(f"{name:28}{total.lines:>7}"
              f"{gcov.percent(total.lines, total.lines_missed):>8.1f} %{total.branches:>10}"
              f"{gcov.percent(total.branches, total.branches_missed):>8.1f} %")
        for gap in gaps:
            if gap.file == name:
                print(f"  {gap}")
    print(flush=True)


def write_json(path: str, tally: gcov.Tally, gaps: list[missed.Gap]) -> None:
    """Write the figures as JSON."""
    files = {name: vars(gcov.summed(lines.values())) for name, lines in tally.files.items()}
    written = {"files": files, "missed": [vars(gap) for gap in gaps]}
    Path(path).write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def judge(arguments: argparse.Namespace) -> Iterator[Point]:
    """All results; prints the table before the last ones."""
    yield from measure()
    tally = gcov.Tally(targets.REPOSITORY, COUNTED, NOT_COUNTED)
    tally.add(sorted((targets.REPOSITORY / OUT).rglob("*.gcno")))
    gaps = missed.gaps(tally)
    print_table(tally, gaps)
    if arguments.json:
        write_json(arguments.json, tally, gaps)
    yield from goals(tally)
    explained = missed.explanations(lists.read(targets.REPOSITORY / EXPLANATIONS))
    yield from missed.compare(gaps, explained)


def coverage(arguments: argparse.Namespace) -> int:
    """Print the results as they come; returns the exit status."""
    failed = number = 0
    for number, point in enumerate(judge(arguments), 1):
        failed += not point.ok
        print(f"{'ok' if point.ok else 'not ok'} {number} - {point.name}", flush=True)
        if point.reason:
            print("".join(f"#   {line}\n" for line in point.reason.splitlines()), end="")
    print(f"1..{number}", flush=True)
    return EXIT_FAILED if failed else EXIT_OK


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", metavar="PATH", help="also write the figures to PATH")
    parsed = parser.parse_args(arguments)
    if not shutil.which("gcov"):
        raise Missing("needs gcov, which comes with gcc")
    return coverage(parsed)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
