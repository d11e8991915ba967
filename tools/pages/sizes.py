# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The memory that kmap takes: its code, and its part of tasks, CPUs and pages.

Compiled like the reference kernel, but not linked: code that the headers inline into
callers is not included.
"""

import re
import tempfile
from pathlib import Path

from common import targets
from pages import building

# Without all optional families.
LOCAL_ONLY = "-DKMAP_PERSISTENT=0 -DKMAP_IO=0 -DKMAP_HELPERS=0 -DKMAP_ATOMIC=0"
# The symbols of this file, and their names in a page.
STRUCTURES = Path("tools/pages/sizes.c")
SYMBOLS = {"bytes_for_task": "for each task: `struct kmap_ctrl`",
           "bytes_for_cpu": "for each CPU: `struct kmap_window`",
           "bytes_for_page": "for each page: a word in the host's `struct page`"}
_SECTION = re.compile(r"^\.text\S*\s+(\d+)\s", re.MULTILINE)
_SYMBOL = re.compile(r"^[0-9a-f]+ ([0-9a-f]+) \w (\w+)$", re.MULTILINE)


def code_bytes(listing: str) -> int:
    """The total size of the code sections in the output of `size -A`."""
    return sum(int(number) for number in _SECTION.findall(listing))


def symbol_bytes(listing: str) -> dict[str, int]:
    """The sizes of symbols in the output of `nm -S`."""
    return {name: int(number, 16) for number, name in _SYMBOL.findall(listing)}


def core_bytes(flags: str = "") -> int:
    """The code size of the core, compiled with these flags."""
    sources = [path.relative_to(targets.REPOSITORY)
               for path in sorted(targets.REPOSITORY.glob("core/*.c"))]
    with tempfile.TemporaryDirectory(prefix="kmap-figures-") as build:
        objects = building.objects_in(Path(build), sources, flags)
        return code_bytes(building.output("size", "-A", *objects))


def structure_bytes() -> dict[str, int]:
    """The sizes of kmap's structures, by their names in a page."""
    with tempfile.TemporaryDirectory(prefix="kmap-figures-") as build:
        objects = building.objects_in(Path(build), [STRUCTURES])
        found = symbol_bytes(building.output("nm", "-S", *objects))
    return {text: found[symbol] for symbol, text in SYMBOLS.items()}


def measure() -> dict[str, int]:
    """All sizes in bytes, by name."""
    return {"code of the core, local mappings only": core_bytes(LOCAL_ONLY),
            "code of the core, everything": core_bytes(), **structure_bytes()}
