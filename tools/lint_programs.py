# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Rules that other programs check."""

import subprocess

from lint_files import Files

# The reference kernel as i386 compiles it.
INCLUDES = ("-Iinclude", "-Iarch/x86", "-Iarch/x86/pae", "-Ikernel/include",
            "-Ikernel/arch/i386/include")
CHECKED = ("core/", "kernel/")
# These belong to one machine, whose instructions and headers the programs do not know.
MACHINES = "kernel/arch/"


def output_of(command: list[str], files: Files) -> list[str]:
    """Run a program that should say nothing; what it said nevertheless."""
    done = subprocess.run(command, cwd=files.root, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = done.stdout.splitlines()
    if done.returncode != 0 and not lines:
        return [f"{command[0]} failed with status {done.returncode}"]
    return lines


def clang_format(files: Files) -> list[str]:
    """Where clang-format would change something."""
    said = output_of(["clang-format", "--dry-run", "-Werror", *files.of(".c", ".h")], files)
    places = [line.split(": error:")[0] for line in said if ": error:" in line]
    return [f"{place}: see `clang-format --dry-run`" for place in places] or said


def portable_sources(files: Files) -> list[str]:
    """The C files that every machine compiles."""
    return [name for name in files.of(".c", under=CHECKED) if not name.startswith(MACHINES)]


def cppcheck(files: Files) -> list[str]:
    """What cppcheck finds."""
    options = ["--enable=warning,performance,portability", "--inline-suppr", "--quiet",
               "--error-exitcode=1", "--std=c11", "--template={file}:{line}: {id}: {message}"]
    return output_of(["cppcheck", *options, *INCLUDES, *portable_sources(files)], files)


def sparse(files: Files) -> list[str]:
    """What sparse finds. It takes the freestanding headers of gcc, but not gcc's wide floats."""
    asked = subprocess.run(("gcc", "-print-file-name=include"), capture_output=True, text=True)
    options = ["-m32", "-std=gnu11", "-ffreestanding", "-nostdinc", f"-I{asked.stdout.strip()}",
               "-D__float128=long double"]
    found = []
    for name in portable_sources(files):
        found += output_of(["sparse", *options, *INCLUDES, name], files)
    return found
