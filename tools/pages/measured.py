# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The figures in pages: how each is measured, and with which tools."""

import io
import json
import re
import shutil
import tempfile
from functools import cache, cached_property
from pathlib import Path

from common import targets
from common.processes import Patience
from guest import counting, latency, results
from guest.display import Display
from pages import blocks, building, sizes, tables
from pages.blocks import Block
from pages.building import ARCH, NoFigures

PROGRAM = "figures"
PATIENCE = Patience(silence=120, total=1200, processor=True)
MACHINES_PAGE = targets.REPOSITORY / "README.md"
# The configurations to compare.
SWITCHES = ("", "-DKMAP_INLINE=0", "-DKMAP_STATS=0")


@cache
def tools(arch: str = ARCH) -> str:
    """What the figures depend on besides the sources: the versions of compiler and QEMU."""
    target = targets.TARGETS[arch]
    compiler = "gcc " + building.say(f"{target.prefix}gcc", "-dumpfullversion").strip()
    if not target.qemu:
        return compiler
    machine = re.search(r"version (\d+\.\d+)", building.say(target.qemu.program, "--version"))
    return f"{compiler}, QEMU {machine[1] if machine else 'unknown'}"


def written(name: str) -> Block:
    """A block of README.md as it is written; an empty one if there is none."""
    text = MACHINES_PAGE.read_text(encoding="utf-8")
    return next((each for each in blocks.find(text) if each.name == name), Block(name, "", ""))


def countable() -> list[str]:
    """The machines that count; one that is apart only if its compiler was built."""
    return [name for name, each in targets.TARGETS.items() if latency.is_countable(each)
            and (not each.is_apart or shutil.which(f"{each.prefix}gcc"))]


class Measured:
    """Measures each figure when it is first needed.

    `counted` is a JSON file of bench.py, with the counts of `arch`.
    """

    def __init__(self, counted: Path | None = None, arch: str = ARCH):
        self._counted = counted
        self._arch = arch

    def figure(self, name: str) -> str:
        """A figure of FIGURES, as Markdown; raises NoFigures."""
        return getattr(self, name)

    @cached_property
    def counts(self) -> str:
        """Instructions of operations."""
        return tables.counts(self._default_counts)

    @cached_property
    def machines(self) -> str:
        """Instructions by architecture. With counts of one, the others stay as they are written."""
        table = written("machines").body
        for arch in [self._arch] if self._counted else countable():
            table = tables.with_machine(table, arch, self._counts_of(arch))
        return table

    def _counts_of(self, arch: str) -> dict[str, int]:
        if arch == ARCH or self._counted:
            return self._default_counts
        return self._count(building.kernel_of(arch), arch)

    @cached_property
    def latency(self) -> str:
        """The output of `make run` about its second boot."""
        found, problems = latency.measure(PROGRAM, ARCH, building.default_kernel(),
                                          PATIENCE, Display(io.StringIO()))
        if problems:
            raise NoFigures(problems[0])
        return tables.verbatim(results.show_latency(found))

    @cached_property
    def sizes(self) -> str:
        """Bytes of code and structures."""
        return tables.sizes(sizes.measure())

    @cached_property
    def switches(self) -> str:
        """Instructions of map and unmap in several configurations."""
        found = {flags: self._counts_with(flags) if flags else self._default_counts
                 for flags in SWITCHES}
        return tables.switches(found)

    @cached_property
    def _default_counts(self) -> dict[str, int]:
        if self._counted:
            return counting.from_json(json.loads(self._counted.read_text(encoding="utf-8")))
        return self._count(building.default_kernel())

    def _counts_with(self, flags: str) -> dict[str, int]:
        with tempfile.TemporaryDirectory(prefix="kmap-figures-") as build:
            return self._count(building.kernel_in(Path(build), flags))

    @staticmethod
    def _count(image: Path, arch: str = ARCH) -> dict[str, int]:
        counts, problems = counting.measure(PROGRAM, targets.TARGETS[arch], image)
        if problems:
            raise NoFigures(problems[0])
        return counts


FIGURES = ("counts", "machines", "latency", "sizes", "switches")
# Those to which each architecture adds its own part.
SHARED = ("machines",)
