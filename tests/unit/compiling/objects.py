# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Objects of the core, for cases that inspect or link them."""

import threading
from dataclasses import dataclass
from pathlib import Path

from compiling.compiler import COMPILER, CORE, WARNINGS, Setup, output_of


@dataclass(frozen=True)
class Toolchain:
    """A compiler and a way to link: common options, and those for linking only."""

    name: str
    compiler: str = COMPILER
    options: tuple[str, ...] = ()
    linking: tuple[str, ...] = ()

    def compile(self, sources: list[Path], setup: Setup, folder: Path) -> str:
        """Compile sources into a folder; returns what is wrong."""
        command = [self.compiler, *WARNINGS, "-O1", *self.options, *setup.options, "-c"]
        status, messages = output_of([*command, *map(str, sources)], folder=folder)
        return messages if status else ""

    def link(self, objects: list[Path], program: Path) -> tuple[int, str]:
        """Exit status and messages."""
        return output_of([self.compiler, *self.options, *self.linking, *map(str, objects),
                          "-o", str(program)])


PLAIN = Toolchain("plain")


class Objects:
    """All objects of the core, compiled once for each set of options."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._made: dict[tuple[Setup, Toolchain], list[Path]] = {}
        self._lock = threading.Lock()

    def core(self, setup: Setup, toolchain: Toolchain = PLAIN) -> list[Path]:
        """The objects; raises OSError with the compiler's messages."""
        with self._lock:
            if (setup, toolchain) not in self._made:
                folder = self._folder / str(len(self._made))
                folder.mkdir(parents=True)
                problem = toolchain.compile(CORE, setup, folder)
                if problem:
                    raise OSError(problem)
                self._made[setup, toolchain] = sorted(folder.glob("*.o"))
            return self._made[setup, toolchain]


def symbols(path: Path, *options: str) -> list[str]:
    """The symbols of an object."""
    _status, listed = output_of(["nm", "--defined-only", "--format=posix", *options, str(path)])
    return [line.split()[0] for line in listed.splitlines() if line and not line.endswith(":")]
