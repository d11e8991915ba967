#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Test kmap in C++: a kernel in C++ runs, and the headers compile as C++ in every port.

Builds the small kernel of this folder, whose core is compiled as C, with two compilers,
and runs it. Then checks what must compile as C++17, what must not, and what must not
link. Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap, targets
from common.commands import JOBS, Finished, in_turn, make, run, show_nothing
from common.mutation import Printer
from common.processes import Patience
from common.program import guarded

PROGRAM = "cpp"
PATIENCE = Patience(silence=20, total=60, ending=5)
COMPILERS = ("g++", "clang++")
STRICT = ("-std=c++17", "-Wall", "-Wextra", "-Werror", "-Wundef")
# Freestanding: the library's headers are not installed for all machines.
SYNTAX = (*STRICT, "-ffreestanding", "-fsyntax-only")

_HOST = ("-Iarch/template/host",)
_ARM = ("--target=arm-linux-gnueabihf", "-march=armv7ve")
PORTS = {
    "template": ("-Iarch/template", *_HOST),
    "um": ("-Iarch/um", *_HOST),
    "x86 with PAE": ("-m32", "-Iarch/x86", "-Iarch/x86/pae", *_HOST),
    "x86, two levels": ("-m32", "-Iarch/x86", "-Iarch/x86/twolevel", *_HOST),
    "arm, LPAE": ("-Iarch/arm", "-Iarch/arm/lpae", *_HOST),
    "arm, short descriptors": ("-Iarch/arm", "-Iarch/arm/short", *_HOST),
    "arm64": ("-Iarch/arm64", *_HOST),
    "x86, 64 bits": ("-m64", "-Iarch/x86", "-Iarch/x86/long", *_HOST),
}
# Clang knows ARM's registers only when it compiles for ARM.
CLANG_FOR = {"arm, LPAE": _ARM, "arm, short descriptors": _ARM}
CONFIGURATIONS = ("", "-DKMAP_DEBUG=1", "-DKMAP_FORCE_MAP=1", "-DKMAP_INLINE=0",
                  "-DKMAP_ATOMIC=0", "-DKMAP_PERSISTENT=0", "-DKMAP_IO=0", "-DKMAP_HELPERS=0",
                  "-DKMAP_WINDOW=private", "-std=c++20")
# Windows of tasks need a hook that the template's host must have.
TASK, TASK_HOOK = "-DKMAP_WINDOW=task", "kmap_host_ctrl_window"
HEADERS = sorted((targets.REPOSITORY / "include/kmap").glob("*.h"))

# All headers; the declarations check that what the core calls has C linkage.
EVERYTHING = """#include <kmap/kmap.h>
#include <kmap/linux_names.h>
extern "C" struct kmap_pte *kmap_host_window_pte(uintptr_t address);
extern "C" void kmap_host_bug(const struct kmap_report *report);
"""
ONE_CPU = "#include <kmap/port/one_cpu.h>\n"
STATEMENT = """#include <kmap/kmap.h>
void user(kmap_page_t *page, const kmap_page_t *same, void *address, const char *text);
void user(kmap_page_t *page, const kmap_page_t *same, void *address, const char *text)
{
	(void)page, (void)same, (void)address, (void)text;
	%s;
}
"""
# The error messages of calls that must not compile.
WANTS_ADDRESS = "takes the address, not the page"
WANTS_PAGE = "takes the page, not the address"

# A minimal kernel; a different number of slots, and the symbol that is then undefined.
LINKED = "#include <kmap/kmap.h>\nint main()\n{\n\treturn kmap_local_page(nullptr) != nullptr;\n}\n"
OTHER_SLOTS = "-DKMAP_SLOTS=5"
OTHER_NAME = "kmap_built_with_window_cpu_slots5_"


@dataclass(frozen=True)
class Case:
    """A compilation. `message`: the error that it must give; empty if it must succeed."""

    name: str
    compiler: str
    source: str
    flags: tuple[str, ...]
    message: str = ""


def ports(compiler: str) -> Iterator[Case]:
    """Every port in every configuration, and each header by itself."""
    host = (targets.REPOSITORY / "arch/template/host/kmap_host.h").read_text(encoding="utf-8")
    tasks = (TASK,) if TASK_HOOK in host else ()
    for port, folders in PORTS.items():
        flags = (*folders, *(CLANG_FOR.get(port, ()) if "clang" in compiler else ()))
        for extra in (*CONFIGURATIONS, *tasks):
            yield Case(f"{port} compiles{extra and ', '}{extra.removeprefix('-D')}", compiler,
                       EVERYTHING, (*SYNTAX, *flags, extra) if extra else (*SYNTAX, *flags))
    for header in HEADERS:
        yield Case(f"<kmap/{header.name}> compiles by itself", compiler,
                   f"#include <kmap/{header.name}>\n", (*SYNTAX, *PORTS["template"]))
    yield Case("<kmap/port/one_cpu.h> compiles", compiler, ONE_CPU, SYNTAX)


def statements(compiler: str) -> Iterator[Case]:
    """Arguments that the unmap functions take and refuse."""
    flags = (*SYNTAX, *PORTS["template"])
    for function in ("kunmap_local", "kunmap_atomic", "io_mapping_unmap_local", "io_mapping_unmap"):
        for argument, message in {"address": "", "text": "", "page": WANTS_ADDRESS,
                                  "same": WANTS_ADDRESS, "(uintptr_t)1": "uintptr_t"}.items():
            yield statement(compiler, f"{function}({argument})", flags, message)
    for argument, message in {"page": "", "same": "", "address": WANTS_PAGE,
                              "text": WANTS_PAGE}.items():
        yield statement(compiler, f"kunmap({argument})", flags, message)


def statement(compiler: str, text: str, flags: tuple[str, ...], message: str) -> Case:
    """A case with one call."""
    return Case(f"{text} is {'refused' if message else 'taken'}", compiler, STATEMENT % text, flags,
                message)


def links(compiler: str) -> Iterator[Case]:
    """A program with the same configuration as the core, and one with another."""
    flags = (*STRICT, *run(make("list-cpp-link"), show=show_nothing).lines,
             f"build/cpp/default/{compiler}/tests/cpp/machine.o")
    yield Case("it links with a core of its own configuration", compiler, LINKED, flags)
    yield Case("it does not link with a core of another configuration", compiler, LINKED,
               (*flags, OTHER_SLOTS), OTHER_NAME)


def compiled(case: Case) -> Finished:
    """Run the compiler."""
    with tempfile.TemporaryDirectory(prefix="kmap-cpp-") as name:
        source = Path(name, "source.cc")
        source.write_text(case.source, encoding="utf-8")
        return run([case.compiler, str(source), *case.flags, "-Iinclude", "-o",
                    str(Path(name, "program"))], show_nothing, patience=PATIENCE)


def problem_of(case: Case, finished: Finished) -> str:
    """What is wrong with a result; empty if nothing is."""
    if case.message:
        right = finished.status not in (0, None) and case.message in finished.text
    else:
        right = finished.status == 0 and not finished.lines
    return "" if right else finished.text or finished.how


def run_program(printer: Printer, path: str) -> None:
    """Run the small kernel: all its tests must pass."""
    finished = run([str(targets.REPOSITORY / path)], show_nothing, patience=PATIENCE)
    collector = tap.Collector()
    for line in finished.lines:
        collector.feed(line)
    list(collector.finish(finished.status == 0, finished.how))
    right = collector.counts.passed and not collector.counts.failed
    printer.point(bool(right), f"{path}: {collector.counts}", "" if right else finished.text)


def main(arguments: list[str]) -> int:
    """Entry point."""
    if arguments:
        print(f"usage: {PROGRAM}.py", file=sys.stderr)
        return 2
    printer = Printer()
    built = run(make(f"-j{JOBS}", "cpp-tests"), show=show_nothing)
    printer.point(built.status == 0, "the small kernel builds", built.text if built.status else "")
    if built.status:
        return printer.conclude()
    for program in run(make("list-cpp-tests"), show=show_nothing).lines:
        run_program(printer, program)
    cases = [case for compiler in COMPILERS
             for case in (*ports(compiler), *statements(compiler), *links(compiler))]
    for case, finished in zip(cases, in_turn(compiled, cases)):
        problem = problem_of(case, finished)
        printer.point(not problem, f"{case.compiler}: {case.name}", problem)
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
