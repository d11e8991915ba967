# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The files that lint checks."""

import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from common import targets

# Without git: directories that are not part of the project.
NOT_OURS = {".git", "build", "__pycache__"}
TEXT_SAMPLE = 8192
# How a program in Python begins.
PYTHON = "#!/usr/bin/env python3\n"
C_ENDINGS, CPP_ENDINGS = (".c", ".h"), (".cc", ".hh")


@dataclass(frozen=True)
class Function:
    """A function in C or C++: its file, first and last line."""

    path: str
    name: str
    first: int
    last: int

    @property
    def length(self) -> int:
        """The number of lines."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.path}:{self.first}: {self.name}() has {self.length} lines"


class Files:
    """All text files of the project, by their names relative to its root."""

    def __init__(self, root: Path = targets.REPOSITORY):
        self.root = root
        self._texts: dict[str, str] = {}

    @cached_property
    def names(self) -> list[str]:
        """Every text file that git tracks or would add."""
        return sorted(name for name in self._listed() if self._is_text(name))

    def _listed(self) -> list[str]:
        command = ("git", "-C", str(self.root), "ls-files", "-z", "-co", "--exclude-standard")
        try:
            listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            return [name for name in listed.split("\0") if name]
        except (OSError, subprocess.CalledProcessError):
            found = (path.relative_to(self.root) for path in self.root.rglob("*"))
            return [str(path) for path in found if not NOT_OURS & set(path.parts)]

    def _is_text(self, name: str) -> bool:
        path = self.root / name
        if not path.is_file():
            return False
        with path.open("rb") as opened:
            return b"\0" not in opened.read(TEXT_SAMPLE)

    def text(self, name: str) -> str:
        """The content of a file."""
        if name not in self._texts:
            path = self.root / name
            self._texts[name] = path.read_text(encoding="utf-8", errors="replace")
        return self._texts[name]

    def of(self, *endings: str, under: tuple[str, ...] = ("",)) -> list[str]:
        """The names with one of these endings, below one of these directories."""
        return [name for name in self.names if name.endswith(endings) and name.startswith(under)]

    @cached_property
    def python(self) -> list[str]:
        """The names of programs and modules in Python; a program need not end in .py."""
        return [name for name in self.names
                if name.endswith(".py") or self.text(name).startswith(PYTHON)]

    @cached_property
    def c_functions(self) -> list[Function]:
        """Every function in C and C++, including inline functions."""
        return self._functions("C", C_ENDINGS) + self._functions("C++", CPP_ENDINGS)

    def _functions(self, language: str, endings: tuple[str, ...]) -> list[Function]:
        names = self.of(*endings)
        if not names:
            return []
        command = ("ctags", "-f", "-", "--fields=+ne", f"--language-force={language}",
                   f"--kinds-{language}=f", *names)
        listed = subprocess.run(
            command, cwd=self.root, capture_output=True, text=True, check=True).stdout
        return [function for line in listed.splitlines() if (function := self._function(line))]

    @staticmethod
    def _function(line: str) -> Function | None:
        name, path, *rest = line.split("\t")
        values = dict(field.split(":", 1) for field in rest if ":" in field)
        if "end" not in values:
            return None
        return Function(path, name, int(values["line"]), int(values["end"]))
