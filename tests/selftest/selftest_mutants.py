#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Apply the mutations of tests/selftest/mutations.toml to the um kernel; its self-tests must fail.

Each is applied to a copy of the sources, the kernel is built there, and the
self-tests that the mutation names run on two CPUs; one must fail. Prints TAP.
Exit status: 0 all were detected, 1 one was not, 2 usage error, 3 a tool is missing.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap, targets
from common.commands import JOBS, driver, make, run, show_nothing
from common.mutation import (BUILD_SECONDS, Mutation, Printer, Verdict, apply, choose, execute,
                             judge_all, load, print_table, words_of)
from common.program import guarded

PROGRAM = "selftest_mutants"
LIST = targets.REPOSITORY / "tests/selftest/mutations.toml"
# Built often and run briefly, so without optimization.
IMAGE = Path("build/um-O0-g0/kmap-um")
KERNEL = ("kernel", "ARCH=um", "EXTRA_CFLAGS=-O0 -g0")
SOURCES = ("include", "core", "arch", "kernel", "tests/selftest", "tests/portable")
# A self-test takes less than a second; a broken kernel may hang.
RUN_SECONDS = 40


def copy_sources(directory: Path) -> None:
    """Link the sources of the kernel into a directory; copy its objects, with timestamps."""
    for source in SOURCES:
        # apply() puts a file in the place of a link.
        shutil.copytree(targets.REPOSITORY / source, directory / source, copy_function=os.symlink)
    shutil.copytree(targets.REPOSITORY / IMAGE.parent, directory / IMAGE.parent)
    shutil.copy2(targets.REPOSITORY / "Makefile", directory)


def failures(image: Path, *tests: str) -> list[str]:
    """The self-tests, of those given, that do not pass in a kernel."""
    only = [word for test in tests for word in ("--only", test)]
    status, output = execute(targets.REPOSITORY,
                             driver("selftest/selftest.py", "--arch", "um", "--cpus", 2, "--image",
                                    image, *only), RUN_SECONDS)
    points = {point.name: point for point in map(tap.parse_point, output.splitlines()) if point}
    failed = [test for test in tests if test in points and not points[test].ok]
    if failed or status == 0:
        return failed + [f"there is no test {test}" for test in tests if test not in points]
    # Another test failed, or the kernel did not end normally.
    how = f"hangs after {RUN_SECONDS} s" if status < 0 else f"exit status {status}"
    return [f"{', '.join(tests)} ({how})"]


def judge(mutation: Mutation) -> Verdict:
    """Apply a mutation to a copy of the sources; returns the verdict."""
    with tempfile.TemporaryDirectory(prefix="kmap-kernel-") as name:
        directory = Path(name)
        copy_sources(directory)
        problem = apply(mutation, directory)
        if problem:
            return Verdict(problem=problem)
        status, output = execute(directory, make(*KERNEL), BUILD_SECONDS)
        if status:
            return Verdict(problem=f"it does not build:\n{output}")
        found = failures(directory / IMAGE, *mutation.tests)
    return Verdict(killer=found[0]) if found else \
        Verdict(problem=f"survives {', '.join(mutation.tests)}")


def failing_anyway(mutations: list[Mutation]) -> str:
    """What fails without a mutation."""
    built = run(make(f"-j{JOBS}", *KERNEL), show=show_nothing)
    if built.status != 0:
        return f"it does not build:\n{built.text}"
    tests = sorted({test for mutation in mutations for test in mutation.tests})
    return "\n".join(failures(targets.REPOSITORY / IMAGE, *tests))


def selftest_mutants(mutations: list[Mutation]) -> int:
    """Try all mutations; returns the exit status."""
    printer = Printer(1 + len(mutations))
    wrong = failing_anyway(mutations)
    printer.point(not wrong, "the self-tests pass as long as nothing is broken", wrong)
    # If the unchanged kernel fails, the mutations prove nothing.
    verdicts = [] if wrong else judge_all(mutations, judge, printer)
    print_table(mutations[:len(verdicts)], verdicts)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    return selftest_mutants(choose(load(LIST), words_of(PROGRAM, __doc__, arguments)))


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
