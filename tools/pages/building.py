# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Compiling for figures: like the i386 reference kernel, optionally with more flags."""

import subprocess
from pathlib import Path

from common import targets
from common.commands import JOBS, make, run, show_nothing

ARCH = "i386"
_TARGET = targets.TARGETS[ARCH]


class NoFigures(Exception):
    """A measurement failed; the text is one line with the reason."""


def say(*command: object) -> str:
    """Run a command; returns its output, raises NoFigures if it fails."""
    try:
        return subprocess.run([str(word) for word in command], cwd=targets.REPOSITORY, text=True,
                              capture_output=True, check=True).stdout
    except subprocess.CalledProcessError as error:
        raise NoFigures(f"{command[0]}: {error.stderr.strip()}") from None


def output(program: str, *arguments: object) -> str:
    """The output of a binutils program for i386."""
    return say(_TARGET.prefix + program, *arguments)


def _make(*words: str, arch: str = ARCH) -> None:
    finished = run(make(f"-j{JOBS}", f"ARCH={arch}", "DEBUG=", "FORCE_MAP=", *words), show_nothing)
    if finished.status != 0:
        raise NoFigures(f"it does not build: {(finished.lines or [finished.how])[-1]}")


def kernel_of(arch: str) -> Path:
    """The kernel of an architecture as `make kernel` builds it."""
    _make("kernel", arch=arch)
    return targets.TARGETS[arch].image_path


def default_kernel() -> Path:
    """The kernel as `make kernel` builds it."""
    return kernel_of(ARCH)


def kernel_in(build: Path, flags: str) -> Path:
    """The kernel compiled with more flags, in its own folder."""
    _make("kernel", f"BUILD={build}", f"EXTRA_CFLAGS={flags}")
    return build / _TARGET.image_path.name


def objects_in(build: Path, sources: list[Path], flags: str = "") -> list[Path]:
    """The objects of these sources, given relative to the repository, compiled with more flags."""
    objects = [build / source.with_suffix(".o") for source in sources]
    _make(f"BUILD={build}", f"EXTRA_CFLAGS={flags}", *map(str, objects))
    return objects
