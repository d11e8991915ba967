#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Compile the ports for processors that no machine here runs, with real compilers.

    compiled.py [ARCH...]

Without names, all of them. The core and the self-tests for any port are compiled and assembled in
several configurations, and what the port puts around a TLB entry must be in the machine code; each
instruction of it is left out once, and that must be noticed. For arc the compiler is Debian's;
those for csky and nds32 are built by `make toolchain`, and without them these are skipped.
Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import targets
from common.mutation import Printer
from common.program import BadInput, guarded

PROGRAM = "compiled"
ROOT = targets.REPOSITORY
HEADER = "kmap_arch.h"
# What is looked at in machine code.
LOOKED_AT = ROOT / "tests/barriers/port.c"
SOURCES = (*sorted((ROOT / "core").glob("*.c")), ROOT / "tests/portable/kmap_selftest.c",
           LOOKED_AT)
WARNINGS = ("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-Wundef", "-ffreestanding")
FOLDERS = ("include", "arch/template/host", "tests/portable")
# These compilers know the attribute "retain", and warn that they cannot do it.
WITHOUT_RETAIN = "-Wno-attributes"
# Each is a configuration of its own.
CONFIGURATIONS = ("", "-DKMAP_DEBUG=1", "-DKMAP_FORCE_MAP=1", "-DKMAP_INLINE=0",
                  "-DKMAP_STATS=0", "-DKMAP_WINDOW=private")
# What the compiler may call: it is part of every kernel.
LIBRARY = {"memcpy", "memmove", "memset", "memcmp"}


@dataclass(frozen=True)
class Port:
    """A port: its compiler, and what the removal of a mapping must have.

    `removal`: in this order, patterns of machine code, each with a text of the header and what
    leaves the instruction out. `always`: flags of all configurations. `more`: further ones.
    """

    name: str
    prefix: str
    removal: tuple[tuple[str, str, str], ...]
    always: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where its header is."""
        return ROOT / "arch" / self.name

    @property
    def compiler(self) -> str | None:
        """The compiler, if it is there: built here, or on the search path."""
        built = ROOT / "build/toolchain" / self.name / "bin" / f"{self.prefix}gcc"
        return str(built) if built.exists() else shutil.which(f"{self.prefix}gcc")


PORTS = {port.name: port for port in (
    Port("arc", "arc-linux-gnu-",
         (("clri", r"clri %0\n\t", ""), (r"sr\s.*tlbpd0", r"sr %1, [%2]\n\t", ""),
          (r"sr\s.*tlbcommand", r"sr %3, [%4]\n\t", ""), ("seti", r"seti %0", ""))),
    Port("csky", "csky-elf-",
         ((r"sync\.is", r"sync.is\n\ttlbi", "tlbi"), (r"tlbi\.vaa", r"tlbi.vaa %0\n\t", ""),
          (r"sync\.is", r"%0\n\tsync.is", "%0")), always=("-mcpu=ck860", WITHOUT_RETAIN)),
    Port("nds32", "nds32le-elf-",
         (("msync", r"msync all\n\ttlbop", "tlbop"),
          (r"tlbop\s.*inv", r"tlbop %0, invalidate\n\t", ""),
          ("isb", r"invalidate\n\tisb", "invalidate")),
         always=("-DKMAP_CPUS_MAX=1", WITHOUT_RETAIN),
         more=("-DKMAP_NDS32_COLOURS=2", "-DKMAP_NDS32_CACHE_RETIRES=1")),
)}


def said_by(command: list[str]) -> tuple[int, str]:
    """Exit status and output of a program."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    return done.returncode, done.stdout


def compile_all(port: Port, compiler: str, flags: str, directory: Path,
                sources: tuple[Path, ...] = SOURCES) -> str:
    """Compile all sources into a directory; what is wrong, or an empty string."""
    folders = [f"-I{each}" for each in (directory, port.folder, *(ROOT / at for at in FOLDERS))]
    for source in sources:
        status, output = said_by([compiler, *WARNINGS, *port.always, *flags.split(), *folders, "-c",
                                  str(source), "-o", str(directory / f"{source.stem}.o")])
        if status:
            return f"{source.name}: {output}"
    return ""


def strangers(compiler: str, directory: Path) -> str:
    """What the objects need and nobody here defines."""
    symbols = said_by([f"{compiler.removesuffix('gcc')}nm", *map(str, directory.glob("*.o"))])[1]
    kinds = re.findall(r"^\s*[0-9a-f]*\s+([A-Za-z]) (\w+)$", symbols, re.MULTILINE)
    defined = {name for kind, name in kinds if kind != "U"}
    return " ".join(sorted({name for kind, name in kinds
                            if kind == "U" and name not in defined | LIBRARY
                            and not re.match(r"kmap_|template_", name)}))


def lacking(port: Port, compiler: str, directory: Path) -> str:
    """What is not in the code of remove_one(), or not in order."""
    code = said_by([f"{compiler.removesuffix('gcc')}objdump", "-d", str(directory / "port.o")])[1]
    found = re.search(r"<remove_one>:\n(.*?)(?:\n\n|\Z)", code, re.DOTALL)
    lines = found[1].splitlines() if found else []
    for pattern, _old, _new in port.removal:
        while lines and not re.search(pattern, lines[0]):
            lines = lines[1:]
        if not lines:
            return f"no {pattern} in its place:\n{found[0] if found else code}"
        lines = lines[1:]
    return ""


def unnoticed(port: Port, compiler: str, old: str, new: str) -> str:
    """Leave an instruction out; what is wrong if that is not noticed."""
    header = (port.folder / HEADER).read_text(encoding="utf-8")
    if header.count(old) != 1:
        return f"{old} is {header.count(old)} times in {HEADER}"
    with tempfile.TemporaryDirectory(prefix="kmap-compiled-") as name:
        (Path(name) / HEADER).write_text(header.replace(old, new), encoding="utf-8")
        problem = compile_all(port, compiler, "", Path(name), (LOOKED_AT,))
        return problem or ("" if lacking(port, compiler, Path(name)) else "it is not noticed")


def results(port: Port, compiler: str) -> Iterator[tuple[str, str]]:
    """Names of tests, and what is wrong."""
    for flags in CONFIGURATIONS + port.more:
        with tempfile.TemporaryDirectory(prefix="kmap-compiled-") as name:
            problem = compile_all(port, compiler, flags, Path(name))
            yield f"{port.name} compiles {flags}".rstrip(), problem
            if problem or flags:
                continue
            yield f"{port.name} calls nothing but the host and memory functions", \
                strangers(compiler, Path(name))
            yield f"{port.name}: what removes a mapping is in the machine code", \
                lacking(port, compiler, Path(name))
    for pattern, old, new in port.removal:
        yield f"{port.name}: without {pattern} that is noticed", \
            unnoticed(port, compiler, old, new)


def compiled(names: list[str]) -> int:
    """Compile these ports, or all; returns the exit status."""
    if set(names) - set(PORTS):
        raise BadInput(f"unknown: {', '.join(set(names) - set(PORTS))}; known: {', '.join(PORTS)}")
    printer = Printer()
    for name in names or PORTS:
        port = PORTS[name]
        if port.compiler is None:
            printer.point(True, f"{name} # SKIP no compiler: make toolchain ARCH={name}", "")
            continue
        for test, problem in results(port, port.compiler):
            printer.point(not problem, test, problem)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="ARCH", help=", ".join(PORTS))
    return compiled(parser.parse_args(arguments).names)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
