# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Rules that are checked by other programs.

The code that they analyse depends on the configuration, so each runs in all SETUPS. An
exception is stated with its reason at the line in the source, or below with the options.
"""

import os
import subprocess
from dataclasses import dataclass

from common.commands import in_turn
from rules.files import C_ENDINGS, CPP_ENDINGS, Files

# Not analysed: code for one machine, with instructions and headers that the programs do not know.
MACHINES = ("kernel/arch/", "kernel/drivers/")


@dataclass(frozen=True)
class Setup:
    """A port and a configuration: options for the compiler, and the folders to analyse."""

    name: str
    flags: tuple[str, ...]
    under: tuple[str, ...] = ("core/",)

    @property
    def bits(self) -> int:
        """The number of bits of an address."""
        return 32 if "-m32" in self.flags else 64

    def sources(self, files: Files) -> list[str]:
        """The C files, without those of one machine."""
        return [name for name in files.of(".c", under=self.under) if not name.startswith(MACHINES)]


# The reference kernel for i386, and the core on the fake machine of the unit tests. What a
# configuration does not say is said here: cppcheck would try all values of it.
I386 = ("-m32", "-ffreestanding", "-Iinclude", "-Iarch/x86", "-Iarch/x86/pae", "-Ikernel/include",
        "-Ikernel/arch/i386", "-Ikernel/arch/i386/pae",
        "-Ikernel/arch/x86", "-Ikernel/drivers", "-Itests/portable")
FAKE = ("-Iinclude", "-Itests/unit/fake")
KERNEL = ("core/", "kernel/", "tests/selftest/")
# The kernel itself asks for neither of the two modes: once is enough for it, with what it records.
MODES = ("core/", "tests/selftest/")
SETUPS = (
    Setup("i386", (*I386, "-DKMAP_DEBUG=0", "-DKERNEL_TRACE=1"), KERNEL),
    Setup("i386, debug mode", (*I386, "-DKMAP_DEBUG=1"), MODES),
    Setup("i386, forced mapping", (*I386, "-DKMAP_FORCE_MAP=1"), MODES),
    Setup("fake machine, guards", (*FAKE, "-DKMAP_GUARD=1")),
    Setup("fake machine, calls", (*FAKE, "-DKMAP_INLINE=0", "-DKMAP_STATS=0", "-DKMAP_SLOTS=32")),
    Setup("fake machine, debug mode, forced mapping",
          (*FAKE, "-DKMAP_DEBUG=1", "-DKMAP_FORCE_MAP=1", "-DFAKE_PTE_WORDS=2", "-DFAKE_NONE=8")),
    Setup("fake machine, caches",
          (*FAKE, "-DFAKE_COLOURS=4", "-DFAKE_RETIRES=1", "-DFAKE_REUSES=1")),
)
# Includes every public header and has no code: inline functions are analysed there.
HEADERS = "core/port.c"

CLANG_TIDY_CHECKS = (
    "-*", "bugprone-*", "clang-analyzer-*",
    # Adjacent numbers, as in (page, offset, bytes), are common in this interface.
    "-bugprone-easily-swappable-parameters",
    # Requires memcpy_s(), which no kernel has.
    "-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling",
    # Members are ordered by meaning.
    "-clang-analyzer-optin.performance.Padding",
    # A value that is stored may be read in one configuration and not in another.
    "-clang-analyzer-deadcode.DeadStores",
)


def output_of(command: list[str], files: Files, quiet: bool = False) -> list[str]:
    """Run a program that should print nothing; returns its output. `quiet` drops stderr."""
    done = subprocess.run(command, cwd=files.root, text=True, errors="replace",
                          stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL if quiet else subprocess.STDOUT)
    lines = done.stdout.splitlines()
    if done.returncode != 0 and not lines:
        return [f"{command[0]} failed with status {done.returncode}"]
    return lines


def in_setups(files: Files, commands: list[tuple[Setup, list[str]]],
              quiet: bool = False) -> list[str]:
    """Run commands in parallel; returns each finding once, with the first setup that has it."""
    found: dict[str, str] = {}
    outputs = in_turn(lambda each: output_of(each[1], files, quiet), commands)
    for (setup, _command), lines in zip(commands, outputs):
        for line in lines:
            found.setdefault(line, setup.name)
    return [f"{line} [{name}]" for line, name in found.items()]


def clang_format(files: Files) -> list[str]:
    """Lines that clang-format would change."""
    said = output_of(["clang-format", "--dry-run", "-Werror", *files.of(*C_ENDINGS, *CPP_ENDINGS)],
                     files)
    places = [line.split(": error:")[0] for line in said if ": error:" in line]
    return [f"{place}: see `clang-format --dry-run`" for place in places] or said


def cppcheck(files: Files) -> list[str]:
    """Findings of cppcheck."""
    options = ["--enable=warning,performance,portability", "--inline-suppr", "--quiet",
               "--error-exitcode=1", "--std=c11", "--template={file}:{line}: {id}: {message}"]
    commands = []
    for setup in SETUPS:
        flags = [flag for flag in setup.flags if flag.startswith(("-I", "-D"))]
        commands.append((setup, ["cppcheck", *options, f"--platform=unix{setup.bits}", *flags,
                                 *setup.sources(files)]))
    return in_setups(files, commands)


def sparse(files: Files) -> list[str]:
    """Findings of sparse. It can use gcc's freestanding headers, except for __float128."""
    asked = subprocess.run(("gcc", "-print-file-name=include"), capture_output=True, text=True)
    options = ["-std=gnu11", "-ffreestanding", "-nostdinc", f"-I{asked.stdout.strip()}",
               "-D__float128=long double"]
    return in_setups(files, [
        (setup, ["sparse", f"-m{setup.bits}", *options, *setup.flags, *setup.sources(files)])
        for setup in SETUPS])


def analyzer_options(name: str) -> list[str]:
    """Additional options of gcc for one file."""
    return ["-fkeep-inline-functions"] if name == HEADERS else []


def gcc_analyzer(files: Files) -> list[str]:
    """Findings of gcc's static analyser."""
    options = ["-std=gnu11", "-O1", "-fanalyzer", "-Werror", "-fno-diagnostics-show-caret",
               "-fdiagnostics-path-format=none", "-S", "-o", os.devnull]
    said = in_setups(files, [
        (setup, ["gcc", *options, *setup.flags, *analyzer_options(name), name])
        for setup in SETUPS for name in setup.sources(files)])
    return [line for line in said if ": error: " in line] or said


def clang_tidy(files: Files) -> list[str]:
    """Findings of clang-tidy in core/; in kernel/ it takes gcc's va_list for uninitialized."""
    options = ["--quiet", "--warnings-as-errors=*", "--header-filter=include/kmap/",
               f"--checks={','.join(CLANG_TIDY_CHECKS)}"]
    names = files.of(".c", under=("core/",))
    setups = [setup for setup in SETUPS if setup.under == ("core/",)]
    said = in_setups(files, [(setup, ["clang-tidy", *options, *names, "--", "-std=gnu11",
                                      *setup.flags]) for setup in setups], quiet=True)
    return [line.removeprefix(f"{files.root}/") for line in said if ": error: " in line] or said
