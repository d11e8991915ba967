# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run SPIN on a Promela model: generate, compile and run the verifier, and parse its output."""

import re
from dataclasses import dataclass
from pathlib import Path

from common.commands import Show, run, show_nothing
from common.processes import Patience

PATIENCE = Patience(silence=120, total=3600, ending=5, processor=True)
# The names of the files in a model's folder.
SOURCE, VERIFIER = "kmap.pml", "pan"
# A complete search that stores every state in full, and one for the shortest error, which takes
# less time than compiling: Clang compiles twice as fast as GCC, to as fast a verifier.
COMPLETE = ("-O1", "-DSAFETY", "-DCOLLAPSE")
SHORTEST = ("-O0", "-DSAFETY", "-DCOLLAPSE", "-DBFS")
DEPTH_MOST = 4_000_000
HASH_BITS = 24
MEMORY_MIB = 4096

_ERROR = re.compile(r"pan:\d*:? ?(.*) \(at depth -?\d+\)")
_STORED = re.compile(r"^ *(\d+) states, stored", re.MULTILINE)
_TRANSITIONS = re.compile(r"^ *(\d+) transitions", re.MULTILINE)
_DEPTH = re.compile(r"depth reached (\d+)")
_MEMORY = re.compile(r"^ *([\d.]+)\ttotal actual memory usage", re.MULTILINE)
_ERRORS = re.compile(r"errors: (\d+)")
_UNREACHED = re.compile(r'^\t\S*?:(\d+), state \d+, "(.*)"$', re.MULTILINE)
_TRAIL_ERROR = re.compile(r"^spin: \S*?:(\d+), Error: assertion violated", re.MULTILINE)
_COMMENT = re.compile(r"/\* (.*?) \*/\s*}?$")
_ASSERTION = re.compile(r"(?:assert|WRONG)\(.*\);? /\* (.*) \*/$", re.MULTILINE)
_NEVER_REACHED = "-end-"
# Messages of the verifier if its search was not complete or did not store states in full.
_NOT_COMPLETE = ("Search not completed", "max search depth too small", "Bit statespace",
                 "Hash-Compact", "memory bound", "out of memory")


class Refused(Exception):
    """SPIN, the compiler or the verifier failed; the first line says which."""


@dataclass(frozen=True)
class Search:
    """The result of a verifier, and the size of its search; memory in MiB."""

    error: str
    incomplete: str
    states: int
    transitions: int
    depth: int
    memory: float
    unreached: tuple[int, ...]

    def __str__(self) -> str:
        return (f"{self.states:,} states, {self.transitions:,} transitions, depth "
                f"{self.depth:,}, {self.memory:,.0f} MiB")


def execute(folder: Path, command: tuple[str, ...], watch: Show = show_nothing) -> str:
    """Run a command in a folder; returns its output. Raises Refused if it fails."""
    finished = run(list(command), watch, patience=PATIENCE, cwd=folder)
    if finished.status != 0:
        raise Refused(f"{' '.join(command)}: {finished.how}\n{finished.text}")
    return finished.text


def _number(pattern: re.Pattern[str], text: str) -> float:
    match = pattern.search(text)
    if not match:
        raise Refused(f"the verifier does not say '{pattern.pattern}'\n{text}")
    return float(match[1])


def read(text: str) -> Search:
    """Parse the output of a verifier."""
    error = _ERROR.search(text)
    if not error and int(_number(_ERRORS, text)):
        raise Refused(f"the verifier found an error and does not say which\n{text}")
    return Search(
        error=error[1] if error else "",
        incomplete=next((each for each in _NOT_COMPLETE if each in text), ""),
        states=int(_number(_STORED, text)), transitions=int(_number(_TRANSITIONS, text)),
        depth=int(_number(_DEPTH, text)), memory=_number(_MEMORY, text),
        unreached=tuple(int(match[1]) for match in _UNREACHED.finditer(text)
                        if match[2] != _NEVER_REACHED))


def verify(folder: Path, model: str, how: tuple[str, ...], defines: tuple[str, ...] = (),
           memory: int = MEMORY_MIB, watch: Show = show_nothing) -> Search:
    """Verify a model, given as text, in a folder of its own, which keeps all files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SOURCE).write_text(model, encoding="utf-8")
    (folder / f"{SOURCE}.trail").unlink(missing_ok=True)
    execute(folder, ("spin", *defines, "-a", SOURCE))
    execute(folder, ("clang", "-w", *how, f"-DMEMLIM={memory}", "-o", VERIFIER, "pan.c"))
    bounds = (f"-w{HASH_BITS}",) + (() if "-DBFS" in how else (f"-m{DEPTH_MOST}",))
    return read(execute(folder, (f"./{VERIFIER}", *bounds), watch))


def broken_assertion(folder: Path, defines: tuple[str, ...] = ()) -> str:
    """The name of the assertion at which the trail in a folder ends: the comment on its line."""
    match = _TRAIL_ERROR.search(execute(folder, ("spin", *defines, "-t", SOURCE)))
    if not match:
        return ""
    line = (folder / SOURCE).read_text(encoding="utf-8").splitlines()[int(match[1]) - 1]
    comment = _COMMENT.search(line)
    return comment[1] if comment else line.strip()


def assertions(model: str) -> list[str]:
    """The names of all assertions of a model: the comments on their lines."""
    return list(dict.fromkeys(_ASSERTION.findall(model)))
