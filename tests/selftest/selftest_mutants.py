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
from dataclasses import dataclass
from functools import partial
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from checks import builds
from common import tap, targets
from common.commands import JOBS, driver, make, run, show_nothing
from common.mutation import (BUILD_SECONDS, Mutation, Printer, Verdict, apply, choose, execute,
                             judge_all, load, print_table, words_of)
from common.program import guarded

PROGRAM = "selftest_mutants"
LIST = targets.REPOSITORY / "tests/selftest/mutations.toml"
SOURCES = ("include", "core", "arch", "kernel", "tests/selftest", "tests/portable",
           "tests/whole")
# A self-test takes less than a second; a broken kernel may hang.
RUN_SECONDS = 40


@dataclass(frozen=True)
class Kernel:
    """The kernel to break, and the flags with which it is built."""

    arch: str
    flags: str

    @property
    def image(self) -> Path:
        """Where it is built, in a copy of the sources."""
        return builds.image(self.arch, self.flags).relative_to(targets.REPOSITORY)

    @property
    def goal(self) -> tuple[str, ...]:
        """What make makes."""
        return ("kernel", f"ARCH={self.arch}", f"EXTRA_CFLAGS={self.flags}", targets.WHOLE)


# Built often and run briefly, so without optimization.
UM = Kernel("um", "-O0 -g0")


def copy_sources(kernel: Kernel, directory: Path) -> None:
    """Link the sources of the kernel into a directory; copy its objects, with timestamps."""
    for source in SOURCES:
        # apply() puts a file in the place of a link.
        shutil.copytree(targets.REPOSITORY / source, directory / source, copy_function=os.symlink)
    built = kernel.image.parent
    shutil.copytree(targets.REPOSITORY / built, directory / built)
    shutil.copy2(targets.REPOSITORY / "Makefile", directory)


def failures(kernel: Kernel, directory: Path, *tests: str) -> list[str]:
    """The self-tests, of those given, that do not pass in a kernel."""
    only = [word for test in tests for word in ("--only", test)]
    status, output = execute(targets.REPOSITORY,
                             driver("selftest/selftest.py", "--arch", kernel.arch, "--cpus", 2,
                                    "--image", directory / kernel.image, *only), RUN_SECONDS)
    points = {point.name: point for point in map(tap.parse_point, output.splitlines()) if point}
    failed = [test for test in tests if test in points and not points[test].ok]
    if failed or status == 0:
        return failed + [f"there is no test {test}" for test in tests if test not in points]
    # Another test failed, or the kernel did not end normally.
    how = f"hangs after {RUN_SECONDS} s" if status < 0 else f"exit status {status}"
    return [f"{', '.join(tests)} ({how})"]


def judge(kernel: Kernel, mutation: Mutation) -> Verdict:
    """Apply a mutation to a copy of the sources; returns the verdict."""
    with tempfile.TemporaryDirectory(prefix="kmap-kernel-") as name:
        directory = Path(name)
        copy_sources(kernel, directory)
        problem = apply(mutation, directory)
        if problem:
            return Verdict(problem=problem)
        status, output = execute(directory, make(*kernel.goal), BUILD_SECONDS)
        if status:
            return Verdict(problem=f"it does not build:\n{output}")
        found = failures(kernel, directory, *mutation.tests)
    return Verdict(killer=found[0]) if found else \
        Verdict(problem=f"survives {', '.join(mutation.tests)}")


def failing_anyway(kernel: Kernel, mutations: list[Mutation]) -> str:
    """What fails without a mutation."""
    built = run(make(f"-j{JOBS}", *kernel.goal), show=show_nothing)
    if built.status != 0:
        return f"it does not build:\n{built.text}"
    tests = sorted({test for mutation in mutations for test in mutation.tests})
    return "\n".join(failures(kernel, targets.REPOSITORY, *tests))


def selftest_mutants(kernel: Kernel, mutations: list[Mutation]) -> int:
    """Try all mutations; returns the exit status."""
    printer = Printer(1 + len(mutations))
    wrong = failing_anyway(kernel, mutations)
    printer.point(not wrong, "the self-tests pass as long as nothing is broken", wrong)
    # If the unchanged kernel fails, the mutations prove nothing.
    verdicts = [] if wrong else judge_all(mutations, partial(judge, kernel), printer)
    print_table(mutations[:len(verdicts)], verdicts)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    return selftest_mutants(UM, choose(load(LIST), words_of(PROGRAM, __doc__, arguments)))


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
