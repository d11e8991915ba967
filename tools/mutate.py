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

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import mutate_sim
import tap
import targets
from mutation import Mutation, Printer, Verdict, print_checks, print_table
from program import EXIT_FAILED, EXIT_MISSING, EXIT_OK, BadInput, complain, guarded

try:
    import tomllib
except ImportError:
    tomllib = None

PROGRAM = "mutate"
LISTS = targets.REPOSITORY / "tests/mutations"
# What the unit tests and the simulator are built from.
SOURCES = ("include", "core", "arch", "tests/unit", "tests/sim", "kernel/include",
           "kernel/jobs/selftest")
JOBS = 2
# No sanitizers: they take half of the time, and the tests need not crash to fail.
# What is built runs for a moment only, so nothing is optimized.
UNIT_MAKE = ("make", "-s", "-f", "tests/unit/build.mk", "UNIT_SANITIZE=-O0")
SIM_MAKE = ("make", "-s", "-f", "tests/sim/build.mk", "SIM_SANITIZE=-O0")
BUILD_SECONDS, TEST_SECONDS = 300, 120


@dataclass(frozen=True)
class Baseline:
    """The sources as they are, built; and what fails there without any mutation."""

    directory: Path
    known: frozenset[str]


def load() -> list[Mutation]:
    """All mutations, in the order of their files."""
    mutations = []
    for path in sorted(LISTS.glob("*.toml"), reverse=True):
        with path.open("rb") as opened:
            for entry in tomllib.load(opened)["mutation"]:
                mutations.append(Mutation(**entry | {"tests": tuple(entry["tests"]),
                                                     "sim": tuple(entry.get("sim", ()))}))
    return mutations


def copy_sources(origin: Path, directory: Path) -> None:
    """Put what all is built from into a directory."""
    for name in SOURCES:
        shutil.copytree(origin / name, directory / name)


def copy_objects(mutation: Mutation, origin: Path, directory: Path) -> None:
    """Put what is built already there, with its times, so that only what changes is built."""
    configs = {test.partition(".")[2] for test in mutation.tests} - {""}
    folders = {f"build/unit/obj/{config}" for config in configs}
    folders |= {mutate_sim.objects(command) for command in mutation.sim} | {"build/unit/pae"}
    for folder in sorted(folders):
        if (origin / folder).is_dir():
            shutil.copytree(origin / folder, directory / folder)


def execute(directory: Path, command: tuple[str, ...], seconds: int) -> tuple[int, str]:
    """Run a command there: its exit status, -1 when it took too long, and its output."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    try:
        done = subprocess.run(command, cwd=directory, timeout=seconds, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", check=False)
    except subprocess.TimeoutExpired:
        return -1, ""
    return done.returncode, done.stdout


def failures(directory: Path, test: str) -> list[str]:
    """The tests of a test program that fail, or the program itself if it ends badly."""
    status, output = execute(directory, (f"build/unit/{test}",), TEST_SECONDS)
    points = [point for point in map(tap.parse_point, output.splitlines()) if point]
    # cmocka puts its message behind the name.
    failed = [point.name.split(" Could not run")[0] for point in points if not point.ok]
    if status and not failed:
        failed = [f"(hangs after {TEST_SECONDS} s)" if status < 0 else f"(exit status {status})"]
    return [f"{test}/{name}" for name in failed]


def apply(mutation: Mutation, directory: Path) -> str:
    """Change the file; returns what is wrong with the mutation."""
    path = directory / mutation.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = text.count(mutation.old)
    if found != 1:
        return f"stale: its text occurs {found} times in {mutation.file}"
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    return ""


def build(directory: Path, make: tuple[str, ...], *paths: str) -> str:
    """Build programs, if any are given; returns what is wrong."""
    status, output = execute(directory, (*make, *paths), BUILD_SECONDS) if paths else (0, "")
    return f"it does not build:\n{output}" if status else ""


def first_killer(mutation: Mutation, directory: Path, known: frozenset[str]) -> Verdict:
    """Build and run its unit tests until one fails that does not fail anyway."""
    for test in mutation.tests:
        problem = build(directory, UNIT_MAKE, f"build/unit/{test}")
        if problem:
            return Verdict(problem=problem)
        for failed in failures(directory, test):
            if failed not in known:
                return Verdict(killer=failed)
    return Verdict(problem=f"survives {', '.join(mutation.tests)}" if mutation.tests else "")


def first_check(mutation: Mutation, directory: Path) -> Verdict:
    """Build and run the simulator until a check of it fails."""
    for command in mutation.sim:
        problem = build(directory, SIM_MAKE, mutate_sim.program(command))
        if problem:
            return Verdict(problem=problem)
        check = mutate_sim.failed_check(directory, command)
        if check:
            return Verdict(check=check)
    return Verdict(problem=f"survives {', '.join(mutation.sim)}" if mutation.sim else "")


def judge(mutation: Mutation, baseline: Baseline) -> Verdict:
    """What becomes of a mutation in a copy of its own."""
    if not mutation.tests and not mutation.sim:
        return Verdict(problem="names nothing that must notice it")
    with tempfile.TemporaryDirectory(prefix="kmap-mutant-") as name:
        directory = Path(name)
        copy_sources(baseline.directory, directory)
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
    copy_sources(targets.REPOSITORY, directory)
    jobs = f"-j{JOBS}"
    problem = (build(directory, (*UNIT_MAKE, jobs), *(f"build/unit/{test}" for test in tests)) or
               build(directory, (*SIM_MAKE, jobs), *map(mutate_sim.program, commands)))
    if problem:
        return [problem]
    with ThreadPoolExecutor(JOBS) as pool:
        found = pool.map(lambda test: failures(directory, test), tests)
        checks = pool.map(lambda command: mutate_sim.failed_check(directory, command), commands)
        failed = [failed for each in found for failed in each]
        return failed + [f"{command}: {check}" for command, check in zip(commands, checks) if check]


def judge_all(mutations: list[Mutation], baseline: Baseline, printer: Printer) -> list[Verdict]:
    """Try all, and print what becomes of each."""
    verdicts = []
    with ThreadPoolExecutor(JOBS) as pool:
        futures = [pool.submit(judge, mutation, baseline) for mutation in mutations]
        try:
            for mutation, future in zip(mutations, futures):
                verdicts.append(future.result())
                printer.verdict(mutation, verdicts[-1])
        finally:
            pool.shutdown(cancel_futures=True)
    return verdicts


def mutate(mutations: list[Mutation]) -> int:
    """Try all; returns the exit status."""
    printer = Printer(1 + len(mutations))
    with tempfile.TemporaryDirectory(prefix="kmap-mutants-") as name:
        known = failing_anyway(mutations, Path(name))
        printer.point(not known, "the tests pass as long as nothing is broken", "\n".join(known))
        verdicts = judge_all(mutations, Baseline(Path(name), frozenset(known)), printer)
    print_table(mutations, verdicts)
    print_checks(mutations, verdicts)
    return EXIT_FAILED if printer.broken else EXIT_OK


def main(arguments: list[str]) -> int:
    """The program."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only mutations with one of these in their name")
    words = parser.parse_args(arguments).words
    if not tomllib:
        complain(PROGRAM, "needs Python 3.11 or later")
        return EXIT_MISSING
    mutations = [each for each in load() if not words or any(word in each.name for word in words)]
    if not mutations:
        raise BadInput(f"no mutation has any of these in its name: {' '.join(words)}")
    return mutate(mutations)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
