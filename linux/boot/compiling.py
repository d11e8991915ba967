# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The files that kmap adds and changes, compiled for architectures that are not booted here.

For each architecture the tree is configured, and these files are compiled, nothing is linked.
Prints TAP; the last line is "N passed, N failed". Exit status: 0 all passed, 1 something failed,
2 wrong input, 3 the system lacks something, 128 + N ended by signal N.
"""

import argparse
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from boot import build, kinds, source
from boot.report import Failed, report_all
from boot.request import Request, chosen
from common import tap
from common.commands import PATIENCE, Finished, stream
from common.program import guarded

PROGRAM = "linux-compile"
# Those that include what kmap changes, and use it; then those that are only for high memory.
GOALS = ("init/", "kernel/fork.o", "kernel/exit.o", "kernel/sched/core.o", "mm/memory.o",
         "fs/aio.o")
KMAP = "mm/kmap/"
HIGH_GOALS = ("mm/highmem.o", KMAP)
# One of kmap's own: it is there, or in the log, if any is.
GLUE = "mm/kmap/glue.o"
# What the log has when something is wrong. An assembler says "Error:".
WRONG = re.compile(r"^.*(?:\berror:|No rule to make target|internal compiler error).*$",
                   re.MULTILINE)
# Where names that must be gone could be.
SOURCES = ("arch", "block", "crypto", "drivers", "fs", "include", "init", "io_uring", "ipc",
           "kernel", "lib", "mm", "net", "security", "sound", "virt")
MOST = 10


def goals_of(arch: kinds.Compiled, kmap: bool) -> list[str]:
    """What is compiled."""
    high = HIGH_GOALS if arch.high_memory else ()
    return [*GOALS, arch.own_goal, *(goal for goal in high if kmap or goal != KMAP)]


def request_of(arch: kinds.Compiled, version: str, kmap: bool) -> Request:
    """An architecture, as the other modules take it."""
    return Request(arch=arch, version=version, tree=None, kmap=kmap, tests=(kinds.COMPILE,),
                   debug=False, cpus=1, memory=0)


def steps(arch: kinds.Compiled, request: Request) -> Iterator[tap.Point]:
    """Configure and compile; raises Failed."""
    build.configure(request)
    yield build.check_configuration(request)
    status = build.compile_files(request, goals_of(arch, request.kmap))
    log = request.output / build.LOG
    text = log.read_text(encoding="utf-8")
    yield judge(arch, status, text, str(log))
    if request.kmap and arch.high_memory:
        there = (request.output / GLUE).exists() or f" {GLUE}\n" in text
        yield tap.Point(there, f"{GLUE} is one of them")


def judge(arch: kinds.Compiled, status: int | None, text: str, log: str) -> tap.Point:
    """Whether everything was compiled. What cannot be assembled has been compiled before."""
    name = "the files compile" if arch.assembles else "the files compile; they are not assembled"
    wrong = WRONG.findall(text)[:MOST]
    if status is None or (status and arch.assembles):
        wrong.append(f"make ended with status {status}")
    return tap.Point(not wrong, name, reason="\n# ".join([*wrong, log]) if wrong else "")


def leftovers(version: str, tree: Path) -> tap.Point:
    """Whether what has been replaced is gone everywhere, also where nothing is compiled."""
    folders = [name for name in SOURCES if (tree / name).is_dir()]
    found = Finished(["grep", "-rnF", *(f"-e{name}" for name in kinds.GONE[version]), *folders])
    lines = list(stream(found, PATIENCE, cwd=tree))
    return tap.Point(not lines, "what was replaced is gone, for all architectures",
                     reason="\n# ".join(lines[:MOST]))


def results(arch: kinds.Compiled, request: Request) -> Iterator[tap.Point]:
    """Those of one architecture; a failure keeps no other from its turn."""
    try:
        for point in steps(arch, request):
            yield dataclasses.replace(point, name=f"{arch.name}: {point.name}")
    except Failed as failure:
        yield dataclasses.replace(failure.point, name=f"{arch.name}: {failure.point.name}")


def compile_all(names: list[str], version: str, kmap: bool) -> Iterator[tap.Point]:
    """Get the tree, then all architectures; raises Failed if there is no tree."""
    wanted = [(kinds.COMPILED[name], request_of(kinds.COMPILED[name], version, kmap))
              for name in names]
    yield from source.get(wanted[0][1])
    if kmap:
        yield leftovers(version, wanted[0][1].source)
    for arch, request in wanted:
        yield from results(arch, request)


def main(arguments: list[str]) -> int:
    """The program."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("--arch", default=",".join(kinds.COMPILED),
                        help="one or several, with commas: " + ", ".join(kinds.COMPILED))
    parser.add_argument("--version", default=next(iter(kinds.SUITES)),
                        help=", ".join(kinds.SUITES))
    parser.add_argument("--kmap", default="1", help="0: the tree as it is; 1: with kmap")
    parser.add_argument("--skip-missing", action="store_true",
                        help="what cannot be had from Debian is a test that is skipped")
    parsed = parser.parse_args(arguments)
    names = [chosen("ARCH", name, list(kinds.COMPILED)) for name in parsed.arch.split(",")]
    version = chosen("VERSION", parsed.version, list(kinds.SUITES))
    kmap = chosen("KMAP", parsed.kmap, ["0", "1"]) == "1"
    name = f"Linux {version} {'with kmap' if kmap else 'as it comes'}: {', '.join(names)}"
    return report_all(name, compile_all(names, version, kmap), parsed.skip_missing)


def run(arguments: list[str]) -> int:
    """The program; what goes wrong becomes a line and an exit status."""
    return guarded(PROGRAM, lambda: main(arguments))
