#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Build a compiler that Debian does not have, from Debian's packages of the sources.

    toolchain.py ARCH

It is built in build/toolchain/ARCH-work, which is removed at the end, and then moved to
build/toolchain/ARCH. Whoever interrupts it can begin again: what was done is not done again.
Exit status: 0 it is there, 1 it could not be built, 2 wrong input.
"""

import argparse
import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from common import needs
from common.commands import JOBS
from common.logs import environment, failure_of, logged, note
from common.processes import Patience
from common.program import EXIT_FAILED, EXIT_OK, BadInput, guarded
from common.toolchains import FOLDER, Toolchain, find
from common.units import show_size

PROGRAM = "toolchain"
# Measured: sources, objects and the result, before the first two are removed.
DISK_BYTES = 3 << 30
# Seconds of processor time; a file may take one of them, and a slow host be ten times as slow.
PATIENCE = Patience(silence=3600, total=8 * 3600, ending=20, processor=True)
# What is left out of the sources: other languages, and tests.
LEFT_OUT = ("*/gcc/testsuite/[!s]*", "*/libgo", "*/libphobos", "*/libstdc++-v3", "*/gcc/ada",
            "*/gprofng")
# For programs of the host: quick to compile, without notes for debuggers.
HOST_FLAGS = ("CFLAGS=-O1 -g0", "CXXFLAGS=-O1 -g0")
BOTH = ("--disable-nls", "--disable-werror", "--with-system-zlib")
BINUTILS = (*BOTH, "--disable-gdb", "--disable-gprofng", "--disable-gprof")
GCC = (*BOTH, "--enable-languages=c", "--without-headers", "--disable-shared",
       "--disable-threads", "--disable-multilib", "--disable-libssp", "--disable-libquadmath",
       "--disable-libgomp", "--disable-libatomic", "--disable-libcc1", "--disable-lto",
       "--disable-plugin", "--disable-analyzer", "--disable-gcov", "--disable-bootstrap")
# Debian's sources are without the manual from which this file is made.
NO_MANUAL = "gcc/s-tm-texi"


@dataclass(frozen=True)
class Step:
    """A command, the folder that it runs in, and how many lines it prints, about."""

    name: str
    folder: str
    command: tuple[str, ...]
    lines: int = 0

    @property
    def file(self) -> str:
        """Its name as that of a file."""
        return self.name.replace(" ", "-")

    def describe(self, number: int, _line: str) -> str:
        """How far it is after so many lines."""
        share = f": {min(99, 100 * number // self.lines)} %" if self.lines else ""
        return f"{self.name}{share}"


def unpacked(name: str, archive: str) -> Step:
    """Unpack the source."""
    excluded = (f"--exclude={each}" for each in LEFT_OUT)
    return Step(f"unpack {name}", name, ("tar", "--strip-components=1", *excluded, "-xf", archive))


def configured(toolchain: Toolchain, name: str, options: tuple[str, ...]) -> Step:
    """Configure it, to be installed beside the objects: who uses it may move it."""
    return Step(f"configure {name}", f"{name}-objects", (
        f"{toolchain.work}/{name}/configure", f"--target={toolchain.triple}",
        f"--prefix={toolchain.work}/installed", *options, *HOST_FLAGS))


def made(name: str, folder: str, lines: int, *goals: str) -> Step:
    """Run make there."""
    return Step(name, folder, ("make", f"-j{JOBS}", "MAKEINFO=true", *goals), lines)


def steps_of(toolchain: Toolchain) -> list[Step]:
    """All of them, in their order."""
    objects = ("binutils-objects", "gcc-objects")
    return [
        unpacked("binutils", needs.BINUTILS_SOURCE),
        configured(toolchain, "binutils", BINUTILS),
        made("build binutils", objects[0], 2350, "all-binutils", "all-gas", "all-ld"),
        made("install binutils", objects[0], 220, "install-binutils", "install-gas", "install-ld"),
        unpacked("gcc", needs.GCC_SOURCE),
        configured(toolchain, "gcc", GCC),
        made("build gcc", objects[1], 0, "all-gcc"),
        Step("do without the manual", objects[1], ("touch", NO_MANUAL)),
        made("install gcc", objects[1], 0, "install-gcc"),
        made("build libgcc", objects[1], 0, "all-target-libgcc"),
        made("install libgcc", objects[1], 0, "install-target-libgcc"),
    ]


def perform(toolchain: Toolchain, step: Step) -> bool:
    """Do a step that was not done; returns whether it succeeded."""
    done, log = (toolchain.work / f"{step.file}.{what}" for what in ("done", "log"))
    if done.exists():
        return True
    folder = toolchain.work / step.folder
    folder.mkdir(parents=True, exist_ok=True)
    path = f"{toolchain.work}/installed/bin:{os.environ['PATH']}"
    finished = logged(list(step.command), log, step.describe, PATIENCE, cwd=folder,
                      env=environment(PATH=path))
    if finished.status != 0:
        note(f"{step.name}: {failure_of(finished, log)}")
        return False
    done.touch()
    return True


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if not path.is_symlink())


@contextmanager
def alone(toolchain: Toolchain) -> Iterator[None]:
    """Nobody else builds the same meanwhile; raises BadInput if somebody does."""
    toolchain.work.mkdir(parents=True, exist_ok=True)
    with (toolchain.work / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(f"another `make toolchain ARCH={toolchain.name}` is at work") from None
        yield


def check_disk(toolchain: Toolchain) -> None:
    """Raise BadInput if there is no room for it."""
    free = shutil.disk_usage(toolchain.work).free
    if free < DISK_BYTES and not any(toolchain.work.glob("*.done")):
        raise BadInput(f"it needs {show_size(DISK_BYTES)} in {FOLDER}, where {show_size(free)} "
                       "are free")


def build(toolchain: Toolchain) -> int:
    """Build it; returns the exit status."""
    steps, began = steps_of(toolchain), time.monotonic()
    left = [step for step in steps if not (toolchain.work / f"{step.file}.done").exists()]
    note(f"building binutils and gcc for {toolchain.name} ({toolchain.triple}): about "
         f"{toolchain.minutes} minutes on two idle cores, and {show_size(DISK_BYTES)} of disk, of "
         "which it keeps a tenth. Interrupt it as you like: it goes on from there the next time")
    if len(left) < len(steps):
        note(f"{len(steps) - len(left)} of {len(steps)} steps were done before")
    for number, step in enumerate(steps, 1):
        note(f"{number} of {len(steps)}: {step.name}")
        if not perform(toolchain, step):
            return EXIT_FAILED
    (toolchain.work / "installed").rename(toolchain.folder)
    shutil.rmtree(toolchain.work)
    note(f"{toolchain.folder}: {show_size(size_of(toolchain.folder))}, built in "
         f"{(time.monotonic() - began) / 60:.0f} minutes")
    return EXIT_OK


def main(arguments: list[str]) -> int:
    """The program."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("arch")
    toolchain = find(parser.parse_args(arguments).arch)
    if toolchain.folder.exists():
        note(f"it is there: {toolchain.folder}; remove that folder to build it again")
        return EXIT_OK
    with alone(toolchain):
        check_disk(toolchain)
        return build(toolchain)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
