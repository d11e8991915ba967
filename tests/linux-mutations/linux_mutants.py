#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Apply the mutations of tests/linux-mutations/mutations.toml to Linux; its self-tests must fail.

Each is applied to a copy of our sources, and linux/run there builds the kernel that the mutation
names, in the folders of `make linux`, and boots it. Only what is different is compiled; the next
`make linux` puts kmap back as it is. Prints TAP. Exit status: 0 all were detected, 1 one was not,
2 usage error, 3 a tool is missing.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap, targets
from common.mutation import Mutation, Printer, Verdict, apply, choose, execute, load, print_table
from common.program import EXIT_MISSING, EXIT_OK, guarded

PROGRAM = "linux_mutants"
LIST = targets.REPOSITORY / "tests/linux-mutations/mutations.toml"
# What linux/run reads.
SOURCES = ("linux", "tools", "include", "core", "tests/portable")
RUN_SECONDS = 900
TEST = "selftest"


def kernel_of(mutation: Mutation) -> str:
    """The version and the machine that its tests are for: "6.1 mips"."""
    return mutation.tests[0].partition(": ")[0]


def names_of(mutation: Mutation) -> list[str]:
    """The tests, as linux/run names them."""
    return [test.partition(": ")[2] for test in mutation.tests]


def run_linux(directory: Path, kernel: str) -> tuple[int, str]:
    """Build and boot a kernel; the exit status and the output."""
    version, arch = kernel.split()
    return execute(directory, [sys.executable, "linux/run", "--version", version, "--arch", arch,
                               "--test", TEST], RUN_SECONDS)


def copy_sources(directory: Path) -> None:
    """Copies, not links: linux/run looks for the rest of the repository beside itself."""
    for source in SOURCES:
        shutil.copytree(targets.REPOSITORY / source, directory / source,
                        ignore=shutil.ignore_patterns("__pycache__"))
    (directory / "build").symlink_to(targets.REPOSITORY / "build")


def verdict_of(mutation: Mutation, status: int, output: str) -> Verdict:
    """What the output of linux/run says about a mutation. Another test that fails is not enough."""
    points = [point for point in map(tap.parse_point, output.splitlines()) if point]
    failed = [point.name for point in points if not point.ok]
    killers = [f"{TEST}: {name}" for name in names_of(mutation) if f"{TEST}: {name}" in failed]
    if killers:
        return Verdict(killer=f"{kernel_of(mutation)}: {killers[0]}")
    if not failed:
        return Verdict(problem=f"survives {', '.join(mutation.tests)} (exit status {status})")
    return Verdict(problem=f"others fail, not what should: {', '.join(failed)}\n{output}")


def judge(mutation: Mutation) -> Verdict:
    """Apply a mutation to a copy of the sources; returns the verdict."""
    with tempfile.TemporaryDirectory(prefix="kmap-linux-") as name:
        directory = Path(name).resolve()
        copy_sources(directory)
        problem = apply(mutation, directory)
        if problem:
            return Verdict(problem=problem)
        return verdict_of(mutation, *run_linux(directory, kernel_of(mutation)))


def judge_kernel(kernel: str, mutations: list[Mutation], printer: Printer,
                 skip_missing: bool) -> Iterator[Verdict]:
    """Try those of one kernel; if it fails as it is, they prove nothing."""
    status, output = run_linux(targets.REPOSITORY, kernel)
    if status == EXIT_MISSING and skip_missing:
        printer.point(True, f"Linux {kernel} # SKIP cannot be had", output)
        return
    wrong = "" if status == EXIT_OK else f"exit status {status}\n{output}"
    printer.point(not wrong, f"Linux {kernel} passes as long as nothing is broken", wrong)
    for mutation in [] if wrong else mutations:
        verdict = judge(mutation)
        printer.verdict(mutation, verdict)
        yield verdict


def linux_mutants(mutations: list[Mutation], skip_missing: bool) -> int:
    """Try all, one after the other: a build keeps all processors busy. Returns the exit status."""
    printer, tried, verdicts = Printer(), [], []
    for kernel, group in groupby(sorted(mutations, key=kernel_of), kernel_of):
        of_kernel = list(group)
        found = list(judge_kernel(kernel, of_kernel, printer, skip_missing))
        tried += of_kernel[:len(found)]
        verdicts += found
    print_table(tried, verdicts)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only mutations with one of these in their name")
    parser.add_argument("--skip-missing", action="store_true",
                        help="what cannot be had from Debian is a test that is skipped")
    parsed = parser.parse_args(arguments)
    return linux_mutants(choose(load(LIST), parsed.words), parsed.skip_missing)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
