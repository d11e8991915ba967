# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Assemble and disassemble the fuzzer's programs: one line for each instruction.

A program in tests/fuzz/seeds begins with "machine N". Each further line has the name of
an operation and up to three operands; "#" begins a comment. The names are read from
tests/fuzz/ops.h, the only list of them.
"""

import re
import shutil
from pathlib import Path

from common import targets
from common.program import BadInput

OPERATIONS = targets.REPOSITORY / "tests/fuzz/ops.h"
SEEDS = targets.REPOSITORY / "tests/fuzz/seeds"
_OPERATION = re.compile(r'^(?:OP|PIECE)\((\w+), .*"(.*)"\)$', re.MULTILINE)
OPERANDS = 3
MACHINE = "machine"


def operations() -> list[str]:
    """The names of the operations, by number."""
    return [name for name, _what in _OPERATION.findall(OPERATIONS.read_text(encoding="utf-8"))]


def _numbers(words: list[str], most: int, place: str) -> list[int]:
    try:
        numbers = [int(word, 0) for word in words]
    except ValueError:
        raise BadInput(f"{place}: operands are numbers: {' '.join(words)}") from None
    if len(numbers) > most or any(not 0 <= number <= 255 for number in numbers):
        raise BadInput(f"{place}: at most {most} operands, each 0 to 255")
    return numbers


def assemble(text: str, name: str) -> bytes:
    """The bytes of a program; raises BadInput with the place of an error."""
    codes = {word: code for code, word in enumerate(operations())}
    program = bytearray()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        place = f"{name}:{number}"
        if not program and words[0] != MACHINE:
            raise BadInput(f"{place}: a program begins with a line '{MACHINE} N'")
        if words[0] == MACHINE and not program:
            program += bytes((_numbers(words[1:], 1, place) or [0])[:1])
            continue
        if words[0] not in codes:
            raise BadInput(f"{place}: no operation has the name {words[0]}")
        operands = _numbers(words[1:], OPERANDS, place)
        program += bytes((codes[words[0]], *operands, *[0] * (OPERANDS - len(operands))))
    return bytes(program)


def disassemble(program: bytes) -> str:
    """The text of a program; missing bytes of the last instruction are zero."""
    names = operations()
    lines = [f"{MACHINE} {program[0]}"] if program else []
    for at in range(1, len(program), 1 + OPERANDS):
        code, *operands = program[at:at + 1 + OPERANDS].ljust(1 + OPERANDS, b"\0")
        lines.append(" ".join((names[code % len(names)], *map(str, operands))))
    return "".join(f"{line}\n" for line in lines)


def seeds() -> dict[str, bytes]:
    """All programs in tests/fuzz/seeds, by file name."""
    return {path.stem: assemble(path.read_text(encoding="utf-8"), path.name)
            for path in sorted(SEEDS.glob("*.fuzz"))}


def write(directory: Path) -> list[Path]:
    """Assemble the seeds into files in a directory, which then has nothing else."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    for name, program in seeds().items():
        (directory / name).write_bytes(program)
    return sorted(directory.iterdir())


def read(path: Path) -> bytes:
    """A program from a file: text if its name ends with .fuzz, else bytes."""
    if path.suffix == ".fuzz":
        return assemble(path.read_text(encoding="utf-8"), path.name)
    return path.read_bytes()
