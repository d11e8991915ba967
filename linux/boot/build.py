# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Configuring and building a kernel outside of its tree."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from boot import kinds
from boot.commands import must
from boot.report import Failed
from boot.request import Request
from common import tap, targets
from common.logs import children_seconds, environment, logged, note
from common.outputs import write_bytes
from common.units import show_size

CONFIG = targets.REPOSITORY / "linux" / "config"
# Not every tree has all that is in these.
OPTIONAL = ("debug",)
WANTED, LOG = "wanted.config", "build.log"
CONFIGURED = "the configuration is as the lists say"
# The same source makes the same kernel, whoever builds it, and whenever.
FIXED = {"KBUILD_BUILD_TIMESTAMP": "1970-01-01", "KBUILD_BUILD_USER": "kmap",
         "KBUILD_BUILD_HOST": "kmap"}
_SYMBOL = re.compile(r"^(CONFIG_\w+)=(.*)$", re.MULTILINE)
_COMPILED = re.compile(r"\s+(CC|AS)\s")


def fragments_of(request: Request) -> list[str]:
    """The names of the lists of symbols that make up the configuration."""
    more = [request.kernel] if request.kernel != kinds.SMALL else []
    # Kernels to be compared have one configuration. The self-tests need high memory.
    tested = request.kmap and request.kernel != kinds.BENCH and request.arch.high_memory
    kmap = ["kmap"] if tested else []
    debug = ["debug"] if request.debug else []
    return [*request.arch.fragments, *more, *kmap, *debug]


def symbols_of(text: str) -> dict[str, str]:
    """The symbols that a configuration sets."""
    return dict(_SYMBOL.findall(text))


def lost(wanted: str, config: str) -> list[str]:
    """The symbols of a list that a configuration does not have as they should be."""
    has = symbols_of(config)
    return [name for name, value in symbols_of(wanted).items() if has.get(name) != value]


def text_of(names: list[str]) -> str:
    """Lists of symbols as one."""
    return "".join((CONFIG / f"{name}.config").read_text() for name in names)


def check_configuration(request: Request) -> tap.Point:
    """The configuration has all that it must have. Raises Failed if not: another kernel than
    the one that was asked for is of no use."""
    config, names = (request.output / ".config").read_text(), fragments_of(request)
    optional = lost(text_of([name for name in names if name in OPTIONAL]), config)
    if optional:
        note(f"this tree does not have {', '.join(optional)}")
    missing = lost(text_of([name for name in names if name not in OPTIONAL]), config)
    if missing:
        raise Failed(CONFIGURED, f"not in this tree: {', '.join(missing)}")
    return tap.Point(True, CONFIGURED)


def make(request: Request, *goals: str) -> list[str]:
    """The command that builds in the output folder."""
    return ["make", "-C", str(request.source), f"O={request.output}", f"ARCH={request.arch.make}",
            f"CROSS_COMPILE={request.arch.prefix}", f"-j{os.cpu_count()}", *goals]


def _make_environment(request: Request) -> dict[str, str]:
    return environment(KCONFIG_ALLCONFIG=str(request.output / WANTED), **FIXED)


def configure(request: Request) -> None:
    """Write the configuration, each time: the tree may have other symbols now. Raises Failed.

    What has not changed is not built again.
    """
    request.output.mkdir(parents=True, exist_ok=True)
    write_bytes(request.output / WANTED, text_of(fragments_of(request)).encode())
    note("configuring")
    must("the kernel is configured", make(request, "allnoconfig"),
         request.output / "config.log", lambda _number, line: line, env=_make_environment(request))


class Progress:
    """Counts what is compiled."""

    def __init__(self) -> None:
        self._files, self._last = 0, ""

    def describe(self, _number: int, line: str) -> str:
        """How far it is after a line of make."""
        if _COMPILED.match(line):
            self._files, self._last = self._files + 1, f", {line.split()[-1]}"
        return f"building: {self._files} files{self._last}"


def build(request: Request) -> Iterator[tap.Point]:
    """Configure and build; raises Failed."""
    configure(request)
    yield check_configuration(request)
    note(f"building in {request.output.relative_to(targets.REPOSITORY)}")
    clock, used = time.monotonic(), children_seconds()
    goals = [request.arch.goal, *(["modules"] if request.kernel == kinds.BENCH else [])]
    must("the kernel builds", make(request, *goals), request.output / LOG,
         Progress().describe, env=_make_environment(request))
    image = request.output / request.arch.image
    note(f"built in {time.monotonic() - clock:.0f} s, {children_seconds() - used:.0f} s of "
         f"processor time; {image.name}: {show_size(image.stat().st_size)}")
    yield tap.Point(True, "the kernel builds")


def compile_files(request: Request, goals: list[str]) -> int | None:
    """Compile files and folders of a tree, all that can be, without linking; returns the status."""
    return logged(make(request, "--keep-going", *goals), request.output / LOG,
                  Progress().describe, env=_make_environment(request)).status


def build_module(request: Request, sources: Path, name: str) -> Path:
    """Build the modules in a folder of sources for the kernel of build(), and return one of
    them; raises Failed.

    They are built in a copy, because make leaves its files beside the source.
    """
    folder = request.output / "module"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sources, folder)
    must(f"{name}: the module builds", make(request, f"M={folder}", "modules"),
         request.output / "module.log", lambda _number, line: line,
         env=_make_environment(request))
    return folder / f"{name}.ko"


def image_of(request: Request) -> Path:
    """The kernel that build() made."""
    return request.output / request.arch.image
