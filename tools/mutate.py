#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Break the core in many ways, one at a time, and see that the unit tests notice.

The ways are in tests/mutations/*.toml. Each is applied to a copy of the
sources, and its unit tests run there until one fails: it is killed. Prints TAP,
then a table of which test killed what. A way that nothing notices fails, so
does one whose text is no longer in the sources.
Exit status: 0 all were killed, 1 one was not, 2 wrong use, 3 a tool is missing.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import tap
import targets
from program import EXIT_FAILED, EXIT_MISSING, EXIT_OK, BadInput, complain, guarded

try:
    import tomllib
except ImportError:
    tomllib = None

PROGRAM = "mutate"
LISTS = targets.REPOSITORY / "tests/mutations"
# What the unit tests are built from.
SOURCES = ("include", "core", "arch", "tests/unit", "kernel/include", "kernel/jobs/selftest")
JOBS = 2
# No sanitizers: they take half of the time, and the tests need not crash to fail.
MAKE = ("make", "-s", "-f", "mutant.mk", "UNIT_SANITIZE=-O0")
BUILD_SECONDS, TEST_SECONDS = 300, 120


@dataclass(frozen=True)
class Mutation:
    """A way to break the core; `tests` are the ones to try, the likeliest first."""

    name: str
    invariant: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What became of a mutation: the test that killed it, or why it is not killed."""

    killer: str = ""
    problem: str = ""


def load() -> list[Mutation]:
    """All mutations, in the order of their files."""
    mutations = []
    for path in sorted(LISTS.glob("*.toml"), reverse=True):
        with path.open("rb") as opened:
            for entry in tomllib.load(opened)["mutation"]:
                mutations.append(Mutation(**entry | {"tests": tuple(entry["tests"])}))
    return mutations


def copy_sources(directory: Path) -> None:
    """Put what the unit tests need into a directory."""
    for name in SOURCES:
        shutil.copytree(targets.REPOSITORY / name, directory / name)
    (directory / "mutant.mk").write_text("include tests/unit/build.mk\n", encoding="utf-8")


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


def first_killer(mutation: Mutation, directory: Path, known: frozenset[str]) -> Verdict:
    """Build and run its tests until one fails that does not fail anyway."""
    for test in mutation.tests:
        status, output = execute(directory, (*MAKE, f"build/unit/{test}"), BUILD_SECONDS)
        if status:
            return Verdict(problem=f"it does not build:\n{output}")
        for failed in failures(directory, test):
            if failed not in known:
                return Verdict(killer=failed)
    return Verdict(problem=f"survives {', '.join(mutation.tests)}")


def judge(mutation: Mutation, known: frozenset[str]) -> Verdict:
    """What becomes of a mutation in a copy of its own."""
    with tempfile.TemporaryDirectory(prefix="kmap-mutant-") as name:
        directory = Path(name)
        copy_sources(directory)
        problem = apply(mutation, directory)
        return Verdict(problem=problem) if problem else first_killer(mutation, directory, known)


def failing_anyway(mutations: list[Mutation]) -> list[str]:
    """What fails, or does not build, without any mutation."""
    tests = sorted({test for mutation in mutations for test in mutation.tests})
    with tempfile.TemporaryDirectory(prefix="kmap-mutant-") as name:
        directory = Path(name)
        copy_sources(directory)
        paths = [f"build/unit/{test}" for test in tests]
        status, output = execute(directory, (*MAKE, f"-j{JOBS}", *paths), BUILD_SECONDS)
        if status:
            return [f"they do not build:\n{output}"]
        return [failed for test in tests for failed in failures(directory, test)]


class Printer:
    """TAP, a line for each result."""

    def __init__(self, planned: int) -> None:
        self.number = 0
        self.broken = 0
        print(f"1..{planned}", flush=True)

    def point(self, ok: bool, name: str, details: str = "") -> None:
        """Print a result."""
        self.number += 1
        self.broken += not ok
        print(f"{'ok' if ok else 'not ok'} {self.number} - {name}")
        print("".join(f"# {line}\n" for line in details.splitlines()), end="", flush=True)

    def verdict(self, mutation: Mutation, verdict: Verdict) -> None:
        """Print what became of a mutation."""
        reason, _, details = verdict.problem.partition("\n")
        result = f"killed by {verdict.killer}" if verdict.killer else reason
        self.point(bool(verdict.killer), f"{mutation.name}: {result}", details)


def print_table(mutations: list[Mutation], verdicts: list[Verdict]) -> None:
    """Which test killed what."""
    killers = sorted({verdict.killer for verdict in verdicts if verdict.killer})
    for killer in killers:
        print(f"# {killer}")
        for number, (mutation, verdict) in enumerate(zip(mutations, verdicts), 2):
            if verdict.killer == killer:
                print(f"#   {number:3} {mutation.name} ({mutation.invariant})")
    killed = sum(bool(verdict.killer) for verdict in verdicts)
    print(f"# {killed} of {len(mutations)} killed, by {len(killers)} tests", flush=True)


def mutate(mutations: list[Mutation]) -> int:
    """Try all; returns the exit status."""
    printer = Printer(1 + len(mutations))
    known = failing_anyway(mutations)
    printer.point(not known, "the tests pass as long as nothing is broken", "\n".join(known))
    verdicts = []
    with ThreadPoolExecutor(JOBS) as pool:
        futures = [pool.submit(judge, mutation, frozenset(known)) for mutation in mutations]
        try:
            for mutation, future in zip(mutations, futures):
                verdicts.append(future.result())
                printer.verdict(mutation, verdicts[-1])
        finally:
            pool.shutdown(cancel_futures=True)
    print_table(mutations, verdicts)
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
