#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Break the core in many ways, one at a time, and see that the tests notice.

The ways are in tests/mutations/*.toml. Each is applied to a copy of the
sources. Its unit tests run there until one fails, and by itself the simulator
must notice, too, where `sim` says so: then it is killed. Prints TAP, then
tables of which test, and which check of the simulator, killed what. A way that
is not noticed fails, so does one whose text is no longer in the sources.
Exit status: 0 all were killed, 1 one was not, 2 wrong use, 3 a tool is missing.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

# Modules that several programs use are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap, targets
from common.commands import JOBS, in_turn
from common.mutation import (BUILD_SECONDS, Mutation, Printer, Verdict, apply, choose, execute,
                             judge_all, load_all, print_table, words_of)
from common.program import guarded

import simulator

PROGRAM = "mutate"
# What the unit tests and the simulator are built from.
SOURCES = ("include", "core", "arch", "tests/whole", "tests/unit", "tests/sim", "tests/cache",
           "tests/selftest", "kernel/include")
# No sanitizers: they take half of the time, and the tests need not crash to fail. No warnings:
# what is left out may leave a variable unused.
# They run for a moment only, so nothing is optimized; and without it Clang is faster than GCC.
UNIT_MAKE = ("make", "-rRs", "-f", "tests/unit/build.mk", "UNIT_CC=clang",
             "UNIT_SANITIZE=-O0 -g0 -w", "UNIT_FAST=")
SIM_MAKE = ("make", "-rRs", "-f", "tests/sim/build.mk", "SIM_SANITIZE=-O0 -g0 -w")
# Of processor time. The slowest program takes 5 where nothing is broken.
TEST_SECONDS = 15


@dataclass(frozen=True)
class Baseline:
    """The sources as they are, built; and what fails there without any mutation."""

    directory: Path
    known: frozenset[str]


def copy_sources(origin: Path, directory: Path, copy: Callable[..., object]) -> None:
    """Put what all is built from into a directory."""
    for name in SOURCES:
        shutil.copytree(origin / name, directory / name, copy_function=copy)


def copy_objects(mutation: Mutation, origin: Path, directory: Path) -> None:
    """Put what is built already there, with its times, so that only what changes is built."""
    configs = {built_at(test).partition(".")[2] for test in mutation.tests} - {""}
    folders = {f"build/unit/obj/{config}" for config in configs}
    folders |= {simulator.objects(command) for command in mutation.sim}
    folders |= {"build/unit/whole", f"{simulator.OUT}/whole"}
    for folder in sorted(folders):
        if (origin / folder).is_dir():
            shutil.copytree(origin / folder, directory / folder)


def built_at(test: str) -> str:
    """The program of a test: "program", or "program: name of its only test that is run"."""
    return f"build/unit/{test.partition(': ')[0]}"


def failures(directory: Path, test: str) -> list[str]:
    """The tests of a test program that fail, or the program itself if it ends badly."""
    program, _, only = test.partition(": ")
    chosen = ("env", f"UNIT_ONLY={only}") if only else ()
    status, output = execute(directory, (*chosen, built_at(program)), TEST_SECONDS)
    points = [point for point in map(tap.parse_point, output.splitlines()) if point]
    # cmocka puts its message behind the name.
    failed = [point.name.split(" Could not run")[0] for point in points if not point.ok]
    if status and not failed:
        failed = [f"(hangs after {TEST_SECONDS} s)" if status < 0 else f"(exit status {status})"]
    if only and not points:
        failed = [f"(there is no {only})"]
    return [f"{program}/{name}" for name in failed]


def build(directory: Path, make: tuple[str, ...], *paths: str) -> str:
    """Build programs, if any are given; returns what is wrong."""
    status, output = execute(directory, (*make, *paths), BUILD_SECONDS) if paths else (0, "")
    return f"it does not build:\n{output}" if status else ""


def first_killer(mutation: Mutation, directory: Path, known: frozenset[str]) -> Verdict:
    """Build and run its unit tests until one fails that does not fail anyway."""
    for test in mutation.tests:
        problem = build(directory, UNIT_MAKE, built_at(test))
        if problem:
            return Verdict(problem=problem)
        for failed in failures(directory, test):
            if failed not in known:
                return Verdict(killer=failed)
    return Verdict(problem=f"survives {', '.join(mutation.tests)}" if mutation.tests else "")


def first_check(mutation: Mutation, directory: Path) -> Verdict:
    """Build and run the simulator until a check of it fails."""
    for command in mutation.sim:
        problem = build(directory, SIM_MAKE, simulator.program(command))
        if problem:
            return Verdict(problem=problem)
        check = simulator.failed_check(directory, command)
        if check:
            return Verdict(check=check)
    return Verdict(problem=f"survives {', '.join(mutation.sim)}" if mutation.sim else "")


def judge(mutation: Mutation, baseline: Baseline) -> Verdict:
    """What becomes of a mutation in a copy of its own."""
    if not mutation.tests and not mutation.sim:
        return Verdict(problem="names nothing that must notice it")
    with tempfile.TemporaryDirectory(prefix="kmap-mutant-") as name:
        directory = Path(name)
        # The same files, and not copies of them: apply() puts a new one in the place of the old.
        copy_sources(baseline.directory, directory, os.link)
        copy_objects(mutation, baseline.directory, directory)
        problem = apply(mutation, directory)
        if problem:
            return Verdict(problem=problem)
        unit = first_killer(mutation, directory, baseline.known)
        return unit if unit.problem else replace(first_check(mutation, directory),
                                                 killer=unit.killer)


def failing_anyway(mutations: list[Mutation], directory: Path) -> list[str]:
    """Build all in a directory; what fails, or does not build, without any mutation."""
    tests = sorted({test for mutation in mutations for test in mutation.tests})
    commands = sorted({command for mutation in mutations for command in mutation.sim})
    copy_sources(targets.REPOSITORY, directory, shutil.copy2)
    jobs = f"-j{JOBS}"
    problem = (build(directory, (*UNIT_MAKE, jobs), *sorted(set(map(built_at, tests)))) or
               build(directory, (*SIM_MAKE, jobs), *map(simulator.program, commands)))
    if problem:
        return [problem]
    found = in_turn(partial(failures, directory), tests)
    failed = [failed for each in found for failed in each]
    checks = in_turn(partial(simulator.failed_check, directory), commands)
    return failed + [f"{command}: {check}" for command, check in zip(commands, checks) if check]


def print_checks(mutations: list[Mutation], verdicts: list[Verdict]) -> None:
    """Which check of the simulator killed what, and which test did."""
    kinds = sorted({simulator.kind(verdict.check) for verdict in verdicts if verdict.check})
    for kind in kinds:
        print(f"# the simulator: {kind}")
        for number, (mutation, verdict) in enumerate(zip(mutations, verdicts), 2):
            if verdict.check and simulator.kind(verdict.check) == kind:
                print(f"#   {number:3} {mutation.name} | {verdict.killer or 'no unit test'}")
    killed = sum(bool(verdict.check) for verdict in verdicts)
    tried = sum(bool(mutation.sim) for mutation in mutations)
    print(f"# {killed} of {tried} killed, by {len(kinds)} checks of the simulator", flush=True)


def mutate(mutations: list[Mutation]) -> int:
    """Try all; returns the exit status."""
    printer = Printer(1 + len(mutations))
    with tempfile.TemporaryDirectory(prefix="kmap-mutants-") as name:
        known = failing_anyway(mutations, Path(name))
        printer.point(not known, "the tests pass as long as nothing is broken", "\n".join(known))
        baseline = Baseline(Path(name), frozenset(known))
        verdicts = judge_all(mutations, partial(judge, baseline=baseline), printer)
    print_table(mutations, verdicts)
    print_checks(mutations, verdicts)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """The program."""
    return mutate(choose(load_all(), words_of(PROGRAM, __doc__, arguments)))


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
