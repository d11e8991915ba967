# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""`make linux-bench`: instructions of mapping operations in Linux as it comes, and with kmap.

Both kernels of a version are built with one configuration and booted in QEMU with -icount
shift=0, where a module counts. Exit status: 0 all goals are met, 1 one is missed or a step
failed, 2 wrong input, 3 the system lacks something, 128 + N ended by signal N.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from boot import build, counts, initramfs, kinds, session, source
from boot.report import Failed, note
from boot.request import Request, chosen
from common import lists, tap, targets
from common.outputs import write_json
from common.program import EXIT_FAILED, EXIT_OK, complain, guarded
from guest import runspec
from tree import versions

PROGRAM = "linux-bench"
SOURCES = targets.REPOSITORY / "linux" / "counting"
VERSIONS = targets.REPOSITORY / "linux" / "recipes" / "versions.toml"
# Where the counter of the processor counts instructions.
COUNTABLE = "i386"


def request_of(version: str, kmap: bool) -> Request:
    """One of the two kernels. A machine that counts has one CPU; the kernel is for several."""
    arch = kinds.ARCHES[COUNTABLE]
    return Request(arch=arch, version=version, tree=None, kmap=kmap,
                   tests=(kinds.BENCH,), debug=False, cpus=1, memory=arch.room.memory)


def steps(wanted: Request) -> Iterator[tap.Point]:
    """From the source to the end of the machine; raises Failed."""
    yield from source.get(wanted)
    yield from build.build(wanted)
    module = build.build_module(wanted, SOURCES)
    userland = initramfs.make(wanted, initramfs.file_entry(module.name, module.read_bytes()))
    yield from session.boot(wanted, build.image_of(wanted), userland)


def measure(wanted: Request) -> counts.Counts:
    """Count in one kernel; raises Failed."""
    note(f"Linux {wanted.version} {'with kmap' if wanted.kmap else 'as it comes'}")
    for point in steps(wanted):
        if not point.ok:
            raise Failed(point.name, point.reason)
        note(point.name)
    log = wanted.output / session.LOG
    found = counts.parse(log.read_text(encoding="utf-8").splitlines())
    if not found:
        raise Failed("the module prints its counts", f"there are none in {log}")
    return found


def takes_kmap(stock: Request) -> bool:
    """Whether linux/apply knows the version of an unpacked tree."""
    known = tuple(lists.read(VERSIONS)["known"])
    return versions.any_holds(known, versions.of_tree(stock.source))


def show(version: str, stock: counts.Counts, kmap: counts.Counts) -> bool:
    """Print the table and the goals; whether all are met."""
    print(f"\nLinux {version}, i386 with PAE, small kernel, -O2, SMP, preemptible; exact "
          "instructions")
    print(counts.show_table(stock, kmap))
    if not kmap:
        return True
    print("goal: the most that kmap may take; where there is none, what Linux takes as it comes\n")
    goals = counts.goals(stock, kmap)
    for goal in goals:
        print(goal)
    return all(goal.is_met for goal in goals)


def bench(version: str, path: Path) -> int:
    """Count in both kernels, print, write; returns the exit status. Raises Failed."""
    stock_request = request_of(version, kmap=False)
    stock = measure(stock_request)
    kmap: counts.Counts = {}
    if takes_kmap(stock_request):
        kmap = measure(request_of(version, kmap=True))
    met = show(version, stock, kmap)
    if not kmap:
        note(f"linux/apply does not know this Linux {version} yet: counted as it comes only")
    write_json(path, counts.as_json(version, stock, kmap))
    note(f"written to {path}")
    return EXIT_OK if met else EXIT_FAILED


def main(arguments: list[str]) -> int:
    """The program."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("--arch", default=COUNTABLE, help=COUNTABLE)
    parser.add_argument("--version", default=next(iter(kinds.SUITES)),
                        help=", ".join(kinds.SUITES))
    parser.add_argument("--json", type=Path,
                        help="where to write (default: build/linux-bench-VERSION.json)")
    parser.add_argument("--check-only", action="store_true", help="only check the input")
    parsed = parser.parse_args(arguments)
    chosen("ARCH", parsed.arch, [COUNTABLE])
    version = chosen("VERSION", parsed.version, list(kinds.SUITES))
    path = runspec.json_output(parsed.json, f"linux-bench-{version}.json")
    if parsed.check_only:
        return EXIT_OK
    try:
        return bench(version, path)
    except Failed as failure:
        complain(PROGRAM, f"failed: {failure.point.name}: {failure.point.reason}")
        return EXIT_FAILED


def run(arguments: list[str]) -> int:
    """The program; what goes wrong becomes a line and an exit status."""
    return guarded(PROGRAM, lambda: main(arguments))
