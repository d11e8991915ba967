# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What is compiled for figures: as the reference kernel of i386 is, and with more flags."""

import subprocess
from pathlib import Path

from common import targets
from common.commands import JOBS, make, run, show_nothing

ARCH = "i386"
_TARGET = targets.TARGETS[ARCH]


class NoFigures(Exception):
    """Something could not be measured: one line that says why."""


def say(*command: object) -> str:
    """What a command prints; raises NoFigures when it fails."""
    try:
        return subprocess.run([str(word) for word in command], cwd=targets.REPOSITORY, text=True,
                              capture_output=True, check=True).stdout
    except subprocess.CalledProcessError as error:
        raise NoFigures(f"{command[0]}: {error.stderr.strip()}") from None


def output(program: str, *arguments: object) -> str:
    """What a program for object files of i386 prints."""
    return say(_TARGET.prefix + program, *arguments)


def _make(*words: str) -> None:
    finished = run(make(f"-j{JOBS}", f"ARCH={ARCH}", "DEBUG=", "FORCE_MAP=", *words), show_nothing)
    if finished.status != 0:
        raise NoFigures(f"it does not build: {(finished.lines or [finished.how])[-1]}")


def default_kernel() -> Path:
    """The kernel as `make kernel` builds it."""
    _make("kernel")
    return _TARGET.image_path


def kernel_in(build: Path, flags: str) -> Path:
    """The kernel compiled with more flags, in a folder of its own."""
    _make("kernel", f"BUILD={build}", f"EXTRA_CFLAGS={flags}")
    return build / _TARGET.image_path.name


def objects_in(build: Path, sources: list[Path], flags: str = "") -> list[Path]:
    """These sources, named from the repository, compiled with more flags."""
    objects = [build / source.with_suffix(".o") for source in sources]
    _make(f"BUILD={build}", f"EXTRA_CFLAGS={flags}", *map(str, objects))
    return objects
