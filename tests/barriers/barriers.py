#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Test that the barriers of a port are in its machine code, in their order.

No emulator notices a barrier that is missing. So the functions of port.c, which do with a PTE
what the core does, are compiled and disassembled: the instructions that matter must be there, in
this order, and no others of their kind. Then each mutation of mutations.toml is made in a copy,
and must be noticed. Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import mutation, targets
from common.program import EXIT_FAILED, BadInput, guarded

PROGRAM = "barriers"
HERE = Path(__file__).resolve().parent
FOLDERS = ("arch", "core", "include", "tests/barriers")
FUNCTION = re.compile(r"^[0-9a-f]+ <(\w+)>:$")
INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\s+(.*?)\s*(?:[@;/].*)?$")


@dataclass(frozen=True)
class Port:
    """A port: how to compile it, the instructions that matter, and what must be in each function.

    `words` gives a short word to each pattern of instructions. A word that is repeated counts
    once. `stores` is what writes the PTE in some of them, before the first of those. `files` has
    the functions.
    """

    flags: tuple[str, ...]
    words: dict[str, str]
    expected: dict[str, tuple[str, ...]]
    stores: dict[str, str]
    files: tuple[str, ...] = ("port.c",)

    def of(self, instruction: str) -> str:
        """The word for an instruction; empty if it does not matter."""
        return next((word for pattern, word in self.words.items()
                     if re.match(pattern, instruction)), "")


# Any barrier or maintenance of translations that is not expected has a word, too.
ARM_WORDS = {
    r"dsb\s+ishst": "dsb ishst", r"dsb\s+(nshst|unst)$": "dsb nshst", r"dsb\s+(nsh|un)$": "dsb nsh",
    r"isb": "isb", r"dsb|dmb": "another barrier",
    r"mcr\s+(p)?15, 0, r\d+, c(r)?8, c(r)?7, \{1\}": "invalidate one",
    r"mcr\s+(p)?15, 0, r\d+, c(r)?8, c(r)?7, \{0\}": "invalidate all",
    r"mcr\s+(p)?15, \d, r\d+, c(r)?8,": "another invalidation",
}
ARM_SET = ("dsb ishst", "isb")
ARM_REMOVE = ("dsb nshst", "invalidate one", "dsb nsh", "isb")
ARM_EXPECTED = {
    "set_one": ARM_SET, "map_page": ARM_SET,
    "remove_one": ARM_REMOVE, "remove_several": ARM_REMOVE, "unmap_page": ARM_REMOVE,
    "remove_very_many": ("dsb nshst", "invalidate all", "dsb nsh", "isb"),
}
ARM64_WORDS = {
    r"dsb\s+ishst": "dsb ishst", r"dsb\s+nshst": "dsb nshst", r"dsb\s+nsh$": "dsb nsh",
    r"isb": "isb", r"dsb|dmb": "another barrier", r"tlbi\s+vaale1,": "invalidate one",
    r"tlbi\s+vmalle1$": "invalidate all", r"tlbi": "another invalidation",
}
ARM64_FLAGS = ("-march=armv8-a", "-mgeneral-regs-only", "-mno-outline-atomics", "-Iarch/arm64")
ARM_FLAGS = ("-mcpu=cortex-a15", "-marm", "-mgeneral-regs-only", "-Iarch/arm")
# The second operand is x0, which is not shown: else what is global stays.
RISCV_WORDS = {
    r"sfence\.vma\s+\w+$": "invalidate one", r"sfence\.vma$": "invalidate all",
    r"sfence": "another invalidation", r"fence": "another barrier",
}
RISCV_ONE = ("invalidate one",)
RISCV_EXPECTED = {
    **{name: RISCV_ONE for name in ("set_one", "map_page", "remove_one", "remove_several",
                                    "unmap_page", "fault_is_stale")},
    "remove_very_many": ("invalidate all",),
}


def riscv(bits: int, abi: str, store: str) -> Port:
    """RISC-V of a width, whose registers `store` stores."""
    return Port((f"-march=rv{bits}ima_zba_zbb_zicsr_zifencei", f"-mabi={abi}", "-Iarch/riscv"),
                RISCV_WORDS, RISCV_EXPECTED,
                {"set_one": rf"{store}\s", "remove_one": rf"{store}\szero"},
                ("port.c", "riscv.c"))


PORTS = {
    "riscv32": riscv(32, "ilp32", "sw"),
    "riscv64": riscv(64, "lp64", "sd"),
    "arm": Port((*ARM_FLAGS, "-Iarch/arm/short"), ARM_WORDS, ARM_EXPECTED,
                {"set_one": r"str\s", "remove_one": r"str\s"}),
    "arm-lpae": Port((*ARM_FLAGS, "-Iarch/arm/lpae"), ARM_WORDS, ARM_EXPECTED,
                     {"set_one": r"strd\s", "remove_one": r"str\s"}),
    "arm64": Port(ARM64_FLAGS, ARM64_WORDS, ARM_EXPECTED,
                  {"set_one": r"str\sx", "remove_one": r"str\sxzr"}),
}


def disassembly(arch: str, root: Path, file: str) -> str:
    """What objdump prints of a file, compiled below `root`."""
    prefix, port = targets.TARGETS[arch].prefix, PORTS[arch]
    with tempfile.TemporaryDirectory(prefix="kmap-barriers-") as name:
        program = Path(name, "port.o")
        subprocess.run((f"{prefix}gcc", "-std=gnu11", "-O2", "-ffreestanding", "-DKMAP_STATS=0",
                        "-Iinclude", "-Iarch/template/host", *port.flags, "-c",
                        f"tests/barriers/{file}", "-o", program), cwd=root, check=True)
        return subprocess.run((f"{prefix}objdump", "-d", "--no-show-raw-insn", program), check=True,
                              text=True, capture_output=True).stdout


def disassembled(arch: str, root: Path) -> dict[str, list[str]]:
    """The instructions of each function."""
    functions: dict[str, list[str]] = {}
    for line in "".join(disassembly(arch, root, file) for file in PORTS[arch].files).splitlines():
        if head := FUNCTION.match(line):
            current = functions.setdefault(head[1], [])
        elif (found := INSTRUCTION.match(line)) and functions:
            current.append(found[1])
    return functions


def without_repeats(words: list[str]) -> tuple[str, ...]:
    """Each run of a word once."""
    return tuple(word for before, word in zip(["", *words], words) if word != before)


def problem_of(port: Port, name: str, instructions: list[str]) -> str:
    """What is wrong with a function; empty if nothing is."""
    words = [port.of(each) for each in instructions]
    found = without_repeats([word for word in words if word])
    if found != port.expected[name]:
        return f"{name} has {', '.join(found) or 'nothing'}; " \
               f"it should have {', '.join(port.expected[name])}"
    first = next(i for i, word in enumerate(words) if word)
    before = instructions[:first]
    if name in port.stores and not any(re.match(port.stores[name], each) for each in before):
        return f"{name} does not write the PTE in one step before the first of these"
    return ""


def problems(arch: str, root: Path) -> dict[str, str]:
    """For each function what is wrong with it."""
    functions = disassembled(arch, root)
    return {name: problem_of(PORTS[arch], name, functions.get(name, []))
            for name in PORTS[arch].expected}


def notices(arch: str, each: mutation.Mutation) -> str:
    """What is wrong with the port after a mutation; begins with "not made" if nothing is seen."""
    with tempfile.TemporaryDirectory(prefix="kmap-barriers-") as name:
        root = Path(name)
        for folder in FOLDERS:
            shutil.copytree(targets.REPOSITORY / folder, root / folder)
        stale = mutation.apply(each, root)
        if stale:
            return f"not made: {stale}"
        return next(filter(None, problems(arch, root).values()), "not made: no difference is seen")


def concerns(arch: str, each: mutation.Mutation) -> bool:
    """Whether the port includes the file."""
    folder = str(Path(each.file).parent)
    return f"-I{folder}" in PORTS[arch].flags


def test(arch: str) -> int:
    """Look at the port as it is, then at each mutation."""
    mutations = [each for each in mutation.load(HERE / "mutations.toml") if concerns(arch, each)]
    printer = mutation.Printer(len(PORTS[arch].expected) + len(mutations))
    for name, problem in problems(arch, targets.REPOSITORY).items():
        printer.point(not problem, f"{arch}: {name}", problem)
    for each in mutations:
        seen = notices(arch, each)
        printer.point(not seen.startswith("not made"), f"{each.name}: is noticed", seen)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", required=True, help=", ".join(PORTS))
    parsed = parser.parse_args(arguments)
    if parsed.arch not in PORTS:
        raise BadInput(f"ARCH={parsed.arch} has no barriers to look at; known: {', '.join(PORTS)}")
    try:
        return test(parsed.arch)
    except subprocess.CalledProcessError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
