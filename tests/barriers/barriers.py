#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Check the barriers around PTE stores and TLB invalidations in the code that compilers make.

No emulator has a processor that needs them, so no test that runs can miss one. This program
compiles the hooks of each port that has barriers, and the core with them, and looks at the
instructions. Then it drops one barrier at a time from a copy of the port: each must be noticed.
Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import targets
from common.commands import run, show_nothing
from common.mutation import Printer
from common.program import guarded

PROGRAM = "barriers"
PROBES = "tests/barriers/probes.c"
CORE = sorted(str(path.relative_to(targets.REPOSITORY))
              for path in (targets.REPOSITORY / "core").glob("*.c"))
FLAGS = ("-std=gnu11", "-O2", "-ffreestanding", "-Iinclude", "-Iarch/template/host")

STORE, LOAD = "store", "load"
INVALIDATIONS = ("one", "all")
CALLS = ("bl", "blx")
COMMON = {r"str\w*|stp|stx\w*|stm\w*": STORE, r"ldr\w*|ldp|ldm\w*": LOAD}


@dataclass(frozen=True)
class Port:
    """A port. `invalidations`: what its TLB instructions are called here, by their text.

    `mutations`: the header, texts in it, and what replaces each.
    """

    name: str
    compiler: str
    flags: tuple[str, ...]
    includes: tuple[str, ...]
    invalidations: dict[str, str]
    header: str
    mutations: tuple[tuple[str, str], ...]


MAP_BARRIERS = '"dsb ishst\\n\\tisb"'
END_BARRIERS = '"dsb nsh\\n\\tisb"'
BARRIER_MUTATIONS = (
    (MAP_BARRIERS, '"isb"'), (MAP_BARRIERS, '"dsb ishst"'), (MAP_BARRIERS, '"dsb nshst\\n\\tisb"'),
    ('"dsb nshst"', '""'), (END_BARRIERS, '"isb"'), (END_BARRIERS, '"dsb nsh"'),
    (END_BARRIERS, '"dsb nshst\\n\\tisb"'),
)
ARM_INVALIDATIONS = {r"mcr\s+15, 0, \w+, cr8, cr7, \{1\}": "one",
                     r"mcr\s+15, 0, \w+, cr8, cr7, \{0\}": "all"}
ARM_MUTATIONS = (*BARRIER_MUTATIONS, ("c8, c7, 1", "c8, c3, 1"))


def arm(name: str, folder: str) -> Port:
    """A 32-bit format."""
    return Port(name, "arm-linux-gnueabihf-", ("-mcpu=cortex-a15", "-marm", "-mgeneral-regs-only"),
                ("arch/arm", f"arch/arm/{folder}"), ARM_INVALIDATIONS, "arch/arm/kmap_arch.h",
                ARM_MUTATIONS)


PORTS = (
    arm("arm", "short"),
    arm("arm-lpae", "lpae"),
    Port("arm64", "aarch64-linux-gnu-",
         ("-march=armv8-a", "-mgeneral-regs-only", "-mno-outline-atomics"), ("arch/arm64",),
         {r"tlbi\s+vaale1,.*": "one", r"tlbi\s+vmalle1": "all"}, "arch/arm64/kmap_arch.h",
         (*BARRIER_MUTATIONS, ("tlbi vaale1,", "tlbi vaale1is,"),
          ('"tlbi vmalle1"', '"tlbi vmalle1is"'))),
)
BEGIN, END = ["dsb nshst"], ["dsb nsh", "isb"]
# How binutils call the domains of 32-bit ARM.
OLD_NAMES = {"un": "nsh", "unst": "nshst"}
EXPECTED = {
    "probe_map": [STORE, "dsb ishst", "isb", LOAD],
    "probe_unmap": [STORE, *BEGIN, "one", *END, LOAD],
    "probe_few": [STORE, *BEGIN, "one", *END, LOAD],
    "probe_all": [STORE, *BEGIN, "all", *END, LOAD],
}


@dataclass(frozen=True)
class Instruction:
    """One of a function: what it is here, empty if it does not matter.

    `target`: where it may jump; `goes_on`: the one behind it may follow.
    """

    address: int
    kind: str
    target: int | None
    goes_on: bool


def kind_of(port: Port, text: str) -> str:
    """What an instruction is."""
    for pattern, kind in port.invalidations.items():
        if re.fullmatch(pattern, text):
            return kind
    if re.match(r"tlbi|mcr\s+15, 0, \w+, cr8", text):
        return "another invalidation"
    mnemonic, _, operands = text.partition(" ")
    if mnemonic in ("dsb", "isb"):
        return "isb" if mnemonic == "isb" else f"dsb {OLD_NAMES.get(operands, operands)}"
    found = [kind for pattern, kind in COMMON.items() if re.fullmatch(pattern, mnemonic)]
    # The stack is nobody's page.
    return found[0] if found and not re.search(r"\bsp\b", operands) else ""


def functions(port: Port, listing: list[str]) -> dict[str, list[Instruction]]:
    """The instructions of each function of a disassembly."""
    found: dict[str, list[Instruction]] = {}
    for line in listing:
        if head := re.fullmatch(r"[0-9a-f]+ <([\w.]+)>:", line):
            current = found.setdefault(head[1], [])
        elif code := re.fullmatch(r"\s*([0-9a-f]+):\t(?:[0-9a-f]{8}\s*)\t(.*)", line):
            text = re.sub(r"\s*(//|;|@).*", "", code[2]).replace("\t", " ").strip()
            jump = re.fullmatch(r"(b\S*|cbn?z|tbn?z) (?:.*, )?([0-9a-f]+) <.*", text)
            is_jump = jump and not jump[1] in CALLS
            current.append(Instruction(
                int(code[1], 16), kind_of(port, text), int(jump[2], 16) if is_jump else None,
                not re.match(r"(b|ret|bx)\b(?!\.)|(pop|ldm\w*) .*\bpc\b", text)))
    return found


def compiled(port: Port, root: Path, sources: list[str]) -> Iterator[dict[str, list[Instruction]]]:
    """The functions of each source, with the headers of a port in another tree."""
    includes = [f"-I{root / folder}" for folder in port.includes]
    with tempfile.TemporaryDirectory(prefix="kmap-barriers-") as name:
        for source in sources:
            path = str(Path(name, "object.o"))
            made = run([f"{port.compiler}gcc", *FLAGS, *port.flags, *includes, "-c", source,
                        "-o", path], show_nothing)
            if made.status:
                raise RuntimeError(made.text)
            listed = run([f"{port.compiler}objdump", "-d", path], show_nothing)
            yield functions(port, listed.lines)


def without_repeats(kinds: list[str]) -> list[str]:
    """What matters, and each run of the same once: loops may be unrolled."""
    relevant = [kind for kind in kinds if kind]
    return [kind for i, kind in enumerate(relevant) if i == 0 or kind != relevant[i - 1]]


def probe_problem(port: Port, root: Path) -> str:
    """What is wrong with the hooks by themselves; empty if nothing is."""
    found = next(iter(compiled(port, root, [PROBES])))
    for name, expected in EXPECTED.items():
        kinds = without_repeats([each.kind for each in found[name]])
        if kinds != expected:
            return f"{name}: {', '.join(kinds)}; expected {', '.join(expected)}"
    return ""


def edges(code: list[Instruction]) -> Iterator[tuple[int, int]]:
    """Which instruction may follow which, by their indices."""
    index = {each.address: i for i, each in enumerate(code)}
    for i, each in enumerate(code):
        if each.goes_on and i + 1 < len(code):
            yield i, i + 1
        if each.target in index:
            yield i, index[each.target]


def nearest(code: list[Instruction], begin: set[int], steps: dict[int, set[int]]) -> set[int]:
    """The first that matter, on every way from these on, beside invalidations."""
    found, seen, waiting = set(), set(begin), list(begin)
    while waiting:
        for i in steps.get(waiting.pop(), set()) - seen:
            seen.add(i)
            if code[i].kind and code[i].kind not in INVALIDATIONS:
                found.add(i)
            else:
                waiting.append(i)
    return found


def invalidation_problem(code: list[Instruction], at: int) -> str:
    """What is wrong around one invalidation in a function; empty if nothing is."""
    after: dict[int, set[int]] = {}
    before: dict[int, set[int]] = {}
    for i, j in edges(code):
        after.setdefault(i, set()).add(j)
        before.setdefault(j, set()).add(i)
    first = nearest(code, {at}, after)
    for where, found, expected in (
            ("before it", nearest(code, {at}, before), BEGIN[0]), ("after it", first, END[0]),
            ("behind that", nearest(code, first, after), END[1])):
        kinds = {code[i].kind for i in found}
        if kinds != {expected}:
            return f"{sorted(kinds)} {where}, expected {expected}"
    return ""


def core_problems(port: Port) -> Iterator[str]:
    """What is wrong in the core, where hooks are compiled into their callers."""
    seen = 0
    for found in compiled(port, targets.REPOSITORY, CORE):
        for name, code in found.items():
            for at, each in enumerate(code):
                if each.kind not in INVALIDATIONS:
                    continue
                seen += 1
                if problem := invalidation_problem(code, at):
                    yield f"{name}+{each.address:#x}: {problem}"
    if not seen:
        yield "there is no invalidation"


def mutants(port: Port) -> Iterator[tuple[str, str]]:
    """A name for each mutation, and what is noticed of it."""
    for old, new in port.mutations:
        with tempfile.TemporaryDirectory(prefix="kmap-barriers-") as name:
            root = Path(name)
            shutil.copytree(targets.REPOSITORY / "arch", root / "arch")
            header = root / port.header
            text = header.read_text(encoding="utf-8")
            if old not in text:
                yield f"{old} -> {new}", ""
                continue
            header.write_text(text.replace(old, new), encoding="utf-8")
            yield f"{old} -> {new}", probe_problem(port, root)


def main(arguments: list[str]) -> int:
    """Entry point."""
    if arguments:
        print(f"usage: {PROGRAM}.py", file=sys.stderr)
        return 2
    printer = Printer()
    for port in PORTS:
        problem = probe_problem(port, targets.REPOSITORY)
        printer.point(not problem, f"{port.name}: the barriers of each hook", problem)
        problem = "\n".join(core_problems(port))
        printer.point(not problem, f"{port.name}: those in the core", problem)
        for name, noticed in mutants(port):
            printer.point(bool(noticed), f"{port.name}: {name} is noticed",
                          "" if noticed else "it is not, or its text is gone")
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
