# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""C files, and where they mention functions, found without a parser."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from common.program import BadInput

ENDINGS = (".c", ".h")
# One byte is one character: Coccinelle counts columns in bytes, and files have any encoding.
ENCODING = "latin-1"

_NOT_CODE = re.compile(
    r"/\*.*?\*/|//(?:\\\n|[^\n])*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_MACRO = re.compile(r"^[ \t]*#(?:\\\r?\n|[^\n])*", re.MULTILINE)


@dataclass(frozen=True)
class Mention:
    """A call, or a mention, of a function. `place` is "line:column"."""

    name: str
    place: str
    offset: int
    in_macro: bool
    is_call: bool

    @property
    def line(self) -> int:
        """The number of its line."""
        return int(self.place.partition(":")[0])


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_bytes().decode(ENCODING)


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def mentions_in(text: str, names: Iterable[str], kind: type = Mention) -> list:
    """All mentions of these in code, in their order; not those in comments and texts."""
    code = _NOT_CODE.sub(_blank, text)
    macros = [match.span() for match in _MACRO.finditer(code)]
    found = []
    for match in re.finditer(rf"\b({'|'.join(names)})\b(\s*\()?", code):
        at = match.start()
        start = code.rfind("\n", 0, at) + 1
        found.append(kind(match[1], f"{code.count(chr(10), 0, at) + 1}:{at - start}", at,
                          any(first <= at < last for first, last in macros), bool(match[2])))
    return found


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
