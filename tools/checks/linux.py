# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Linux kernels with kmap: built, booted and tested by `make linux`."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from common.commands import tap_results
from common.tap import Point

# Set by systems that run checks by themselves. There everything must be had.
AUTOMATIC = "CI"


def skipping() -> tuple[str, ...]:
    """The option of a program to skip what cannot be had, where that is no failure."""
    return () if os.environ.get(AUTOMATIC) else ("--skip-missing",)


class Program:
    """What runs a program that builds Linux; its text names it."""

    @property
    def words(self) -> tuple[str, ...]:
        """The program and its arguments."""
        raise NotImplementedError

    @property
    def command(self) -> list[str]:
        """The command line."""
        return [sys.executable, *self.words, *skipping()]

    def run(self) -> Iterator[Point]:
        """The results."""
        yield from tap_results(str(self), self.command)


@dataclass(frozen=True)
class Trial(Program):
    """A kernel, and the tests that run in it."""

    version: str
    arch: str
    tests: str = "memory,selftest"
    kmap: bool = True
    debug: bool = False

    def __str__(self) -> str:
        how = ("" if self.kmap else ", as it comes") + (", DEBUG=1" if self.debug else "")
        return f"Linux {self.version}, {self.arch}{how}: {self.tests}"

    @property
    def words(self) -> tuple[str, ...]:
        """The program and its arguments."""
        return ("linux/run", "--version", self.version, "--arch", self.arch,
                "--test", self.tests, "--kmap", str(int(self.kmap)),
                "--debug", str(int(self.debug)))


@dataclass(frozen=True)
class Compilation(Program):
    """The files that change, compiled for architectures that are not booted."""

    version: str

    def __str__(self) -> str:
        return f"Linux {self.version} compiles for architectures that are not booted"

    @property
    def words(self) -> tuple[str, ...]:
        """The program and its arguments."""
        return ("linux/compile", "--version", self.version)


class Mutants(Program):
    """Ways to break what is written for Linux, in kernels that have been built before."""

    def __str__(self) -> str:
        return "Linux notices when kmap in it is broken"

    @property
    def words(self) -> tuple[str, ...]:
        """The program and its arguments."""
        return ("tests/linux-mutations/linux_mutants.py",)


# What `make check ARCH=linux-compile` runs.
COMPILATIONS = (Compilation("6.1"), Compilation("5.10"))
# What `make check` runs.
TRIALS = (
    Trial("6.1", "i386"),
    Trial("5.10", "i386", "memory,selftest,pinned"),
    Trial("6.1", "arm"),
)
# What `make check-linux` runs: the same kernels under load, too, and Linux as it comes.
ALL_TRIALS = (
    *TRIALS,
    Trial("6.1", "i386", "memory,load"),
    Trial("6.1", "i386", "memory,selftest,load", debug=True),
    Trial("6.1", "i386", "memory,load", kmap=False),
    Trial("6.1", "i386-twolevel"),
    Trial("6.1", "powerpc"),
    Trial("6.1", "mips"),
    Trial("6.1", "sparc"),
    Trial("6.1", "arm-short"),
    Trial("6.12", "i386"),
    Trial("6.12", "i386", debug=True),
    Trial("6.12", "arm"),
    Trial("5.10", "i386-twolevel", "memory,selftest,pinned"),
    Trial("5.10", "arm", "memory,selftest,pinned"),
    Trial("5.10", "arm-short", "memory,selftest,pinned"),
    Trial("5.10", "powerpc", "memory,selftest,pinned"),
    Trial("5.10", "mips"),
    Trial("5.10", "sparc"),
    Trial("5.10", "i386", "memory,load"),
    Trial("5.10", "i386", "memory,selftest,load", debug=True),
    Trial("5.10", "i386", "memory,load", kmap=False),
    *COMPILATIONS,
    Mutants(),
)
