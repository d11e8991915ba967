# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""C files, and the calls in them, found without Coccinelle: what that misses is noticed."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from common.program import BadInput

# Old names and new ones. Maps, then unmaps.
MAPS = {
    "kmap_atomic": "kmap_local_page",
    "kmap_atomic_pfn": "kmap_local_pfn",
    "kmap_atomic_prot": "kmap_local_page_prot",
    "io_mapping_map_atomic_wc": "io_mapping_map_local_wc",
}
UNMAPS = {
    "kunmap_atomic": "kunmap_local",
    "io_mapping_unmap_atomic": "io_mapping_unmap_local",
}
NEW_NAMES = MAPS | UNMAPS
ENDINGS = (".c", ".h")
# One byte is one character: Coccinelle counts columns in bytes, and files have any encoding.
ENCODING = "latin-1"

_NOT_CODE = re.compile(
    r"/\*.*?\*/|//(?:\\\n|[^\n])*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_MACRO = re.compile(r"^[ \t]*#(?:\\\r?\n|[^\n])*", re.MULTILINE)
_NAME = re.compile(rf"\b({'|'.join(NEW_NAMES)})\b(\s*\()?")


@dataclass(frozen=True)
class Call:
    """A call, or a mention, of one of the functions. `place` is "line:column"."""

    name: str
    place: str
    offset: int
    in_macro: bool
    is_call: bool

    @property
    def line(self) -> int:
        """The number of its line."""
        return int(self.place.partition(":")[0])

    @property
    def is_map(self) -> bool:
        """Whether it maps; else it unmaps."""
        return self.name in MAPS


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_bytes().decode(ENCODING)


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def calls_in(text: str) -> list[Call]:
    """All mentions in code, in their order; not those in comments and texts."""
    code = _NOT_CODE.sub(_blank, text)
    macros = [match.span() for match in _MACRO.finditer(code)]
    found = []
    for match in _NAME.finditer(code):
        at = match.start()
        start = code.rfind("\n", 0, at) + 1
        found.append(Call(match[1], f"{code.count(chr(10), 0, at) + 1}:{at - start}", at,
                          any(first <= at < last for first, last in macros), bool(match[2])))
    return found


def renamed(text: str, calls: list[Call]) -> str:
    """The text with new names for these calls."""
    for call in sorted(calls, key=lambda each: each.offset, reverse=True):
        end = call.offset + len(call.name)
        text = text[:call.offset] + NEW_NAMES[call.name] + text[end:]
    return text


def files_of(path: Path) -> list[Path]:
    """The C files at or below a path."""
    if not path.exists():
        raise BadInput(f"there is no {path}")
    if path.is_file():
        if not path.name.endswith(ENDINGS):
            raise BadInput(f"{path} is no C file: its name does not end in .c or .h")
        return [path]
    found = [Path(folder, name) for folder, _folders, names in os.walk(path) for name in names
             if name.endswith(ENDINGS)]
    found = sorted(each for each in found if each.is_file() and not each.is_symlink())
    if not found:
        raise BadInput(f"there are no C files in {path}")
    return found
