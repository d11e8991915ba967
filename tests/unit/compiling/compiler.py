# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The compiler, and the cases that it must accept or refuse.

A case that must be refused always has the message that the compiler must give, so that it
does not pass if it fails for another reason.
"""

import os
import re
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
INCLUDE = ROOT / "include"
FAKE = ROOT / "tests/unit/fake"
TEMPLATE = ROOT / "arch/template"
TEMPLATE_HOST = TEMPLATE / "host"
CORE = sorted((ROOT / "core").glob("*.c"))

COMPILER = os.environ.get("UNIT_CC", "gcc")
WARNINGS = ("-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Wundef")


@dataclass(frozen=True)
class Case:
    """A test case: `check` returns what is wrong, or an empty string."""

    name: str
    check: Callable[[], str]
    skipped: str = ""


@dataclass(frozen=True)
class Setup:
    """A port, given by its folders, and a configuration."""

    flags: tuple[str, ...] = ()
    folders: tuple[Path, ...] = (TEMPLATE, TEMPLATE_HOST)

    @property
    def options(self) -> list[str]:
        """The options for the compiler."""
        return [*self.flags, *(f"-I{folder}" for folder in (*self.folders, INCLUDE))]

    def having(self, *definitions: str) -> "Setup":
        """The same setup with more definitions."""
        return replace(self, flags=(*self.flags, *(f"-D{each}" for each in definitions)))


def output_of(command: list[str], source: str = "", folder: Path | None = None) -> tuple[int, str]:
    """Exit status and output of a program, in English."""
    done = subprocess.run(command, input=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, cwd=folder, env=os.environ | {"LC_ALL": "C"})
    return done.returncode, done.stdout


def compiled(source: str, setup: Setup, *options: str) -> tuple[int, str]:
    """Exit status and messages of the compiler; by default it only checks the syntax."""
    command = [COMPILER, *WARNINGS, *setup.options, *(options or ("-fsyntax-only",)), "-xc", "-"]
    return output_of(command, source)


def accepted(name: str, source: str, setup: Setup = Setup()) -> Case:
    """A source that must compile without messages."""

    def check() -> str:
        status, messages = compiled(source, setup)
        return messages or (f"exit status {status}" if status else "")

    return Case(name, check)


def refused(name: str, source: str, message: str, setup: Setup = Setup()) -> Case:
    """A source that must not compile, and a regular expression for the error."""

    def check() -> str:
        status, messages = compiled(source, setup)
        errors = [line for line in messages.splitlines() if "error: " in line]
        if status and any(re.search(message, line) for line in errors):
            return ""
        return f"not refused for '{message}':\n{messages}"

    return Case(name, check)


class Statements:
    """Statements, each in a function of its own, which are compiled together.

    Each has its own file name for the compiler, so that messages can be assigned.
    """

    def __init__(self, head: str, setup: Setup = Setup()):
        self._head = head
        self._setup = setup
        self._sources: list[str] = []
        self._found: dict[str, list[str]] | None = None
        self._lock = threading.Lock()

    def case(self, name: str, statement: str, message: str = "") -> Case:
        """Add a statement; `message` is a regular expression for its error, empty if accepted."""
        label = f"statement-{len(self._sources)}"
        self._sources.append(f'#line 1 "{label}"\nvoid f{len(self._sources)}(void);'
                             f"void f{len(self._sources)}(void) {{ {statement} }}\n")
        return Case(name, lambda: self._problem(label, statement, message))

    def _problem(self, label: str, statement: str, message: str) -> str:
        """What is wrong with a statement, or with the code around all of them."""
        found = self._errors()
        stray = [error for place, errors in found.items() for error in errors
                 if not place.startswith("statement-")]
        errors = found.get(label, [])
        if stray:
            return "\n".join(stray)
        if not message:
            return "\n".join(errors)
        good = any(re.search(message, error) for error in errors)
        return "" if good else "\n".join([f"{statement}: not refused for '{message}'", *errors])

    def _errors(self) -> dict[str, list[str]]:
        """The compiler's errors by file name; compiles at the first call."""
        with self._lock:
            if self._found is None:
                self._found = self._compile()
            return self._found

    def _compile(self) -> dict[str, list[str]]:
        # Report an error in a macro where it is used; Clang always does.
        options = () if "clang" in COMPILER else ("-ftrack-macro-expansion=0",)
        _status, messages = compiled(self._head + "".join(self._sources), self._setup,
                                     "-fsyntax-only", *options)
        found: dict[str, list[str]] = {}
        for line in messages.splitlines():
            if ": error: " in line:
                found.setdefault(line.partition(":")[0], []).append(line)
        return found
