# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Compilers that Debian does not have: `make toolchain ARCH=name` builds them here."""

from dataclasses import dataclass
from pathlib import Path

from common.program import BadInput

FOLDER = Path(__file__).resolve().parents[2] / "build" / "toolchain"


@dataclass(frozen=True)
class Toolchain:
    """Binutils and a C compiler. `minutes` is what they take on two idle cores."""

    name: str
    triple: str
    minutes: int

    @property
    def folder(self) -> Path:
        """Where it is. It is there entirely or not at all."""
        return FOLDER / self.name

    @property
    def work(self) -> Path:
        """Where it is built. Removed at the end."""
        return FOLDER / f"{self.name}-work"

    @property
    def prefix(self) -> str:
        """What the names of its programs begin with."""
        return f"{self.folder}/bin/{self.triple}-"


TOOLCHAINS = {each.name: each for each in (
    Toolchain("microblaze", "microblazeel-linux-gnu", 18),
    Toolchain("csky", "csky-elf", 11),
    Toolchain("nds32", "nds32le-elf", 11),
)}


def find(name: str) -> Toolchain:
    """The toolchain of an architecture; raises BadInput."""
    if name not in TOOLCHAINS:
        raise BadInput(f"there is no toolchain to build for ARCH={name}; known: "
                       f"{', '.join(TOOLCHAINS)}")
    return TOOLCHAINS[name]
