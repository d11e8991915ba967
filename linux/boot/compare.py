# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What `make linux-bench` and `make linux-latency` share: two kernels, and a module in each.

Both kernels of a version, as it comes and with kmap, are built with one configuration and
booted in QEMU with -icount shift=0, where a module measures. Exit status: 0 all is as it
should be, 1 something is not or a step failed, 2 wrong input, 3 the system lacks something,
128 + N ended by signal N.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boot import build, initramfs, kinds, session, source
from boot.report import Failed
from boot.request import Request, chosen
from common import lists, tap, targets
from common.logs import note
from common.outputs import write_json
from common.program import EXIT_FAILED, EXIT_OK, complain, guarded
from guest import paths
from tree import versions

SOURCES = targets.REPOSITORY / "linux" / "counting"
VERSIONS = targets.REPOSITORY / "linux" / "recipes" / "versions.toml"
# Where the counter of the processor counts instructions.
COUNTABLE = "i386"

# What a module measured in one kernel, by name.
Measured = dict[str, Any]


@dataclass(frozen=True)
class Comparison:
    """A program that compares two kernels; the module of a test is kmap_TEST.

    `parse` takes the lines of the console. `show` takes the version and what both kernels
    measured, the second empty if there is none with kmap; it prints, and returns whether all
    is as it should be. `as_json` takes the same.
    """

    program: str
    test: str
    description: str
    parse: Callable[[Iterable[str]], Measured]
    show: Callable[[str, Measured, Measured], bool]
    as_json: Callable[[str, Measured, Measured], dict]


def request_of(comparison: Comparison, version: str, kmap: bool) -> Request:
    """One of the two kernels. A machine that counts has one CPU; the kernel is for several."""
    arch = kinds.ARCHES[COUNTABLE]
    return Request(arch=arch, version=version, tree=None, kmap=kmap,
                   tests=(comparison.test,), debug=False, cpus=1, memory=arch.room.memory)


def steps(comparison: Comparison, wanted: Request) -> Iterator[tap.Point]:
    """From the source to the end of the machine; raises Failed."""
    yield from source.get(wanted)
    yield from build.build(wanted)
    module = build.build_module(wanted, SOURCES, f"kmap_{comparison.test}")
    userland = initramfs.make(wanted, initramfs.file_entry(module.name, module.read_bytes()))
    yield from session.boot(wanted, build.image_of(wanted), userland)


def measure(comparison: Comparison, wanted: Request) -> Measured:
    """Measure in one kernel; raises Failed."""
    note(f"Linux {wanted.version} {'with kmap' if wanted.kmap else 'as it comes'}")
    for point in steps(comparison, wanted):
        if not point.ok:
            raise Failed(point.name, point.reason)
        note(point.name)
    log = wanted.output / session.LOG
    found = comparison.parse(log.read_text(encoding="utf-8").splitlines())
    if not found:
        raise Failed("the module prints its results", f"there are none in {log}")
    return found


def takes_kmap(stock: Request) -> bool:
    """Whether linux/apply knows the version of an unpacked tree."""
    known = tuple(lists.read(VERSIONS)["known"])
    return versions.any_holds(known, versions.of_tree(stock.source))


def heading(version: str) -> str:
    """The line above a table: which kernels these are."""
    return (f"Linux {version}, i386 with PAE, small kernel, -O2, SMP, preemptible; exact "
            "instructions")


def compare(comparison: Comparison, version: str, path: Path) -> int:
    """Measure in both kernels, print, write; returns the exit status. Raises Failed."""
    stock_request = request_of(comparison, version, kmap=False)
    stock = measure(comparison, stock_request)
    kmap: Measured = {}
    if takes_kmap(stock_request):
        kmap = measure(comparison, request_of(comparison, version, kmap=True))
    print()
    good = comparison.show(version, stock, kmap)
    if not kmap:
        note(f"linux/apply does not know this Linux {version} yet: measured as it comes only")
    write_json(path, comparison.as_json(version, stock, kmap))
    note(f"written to {path}")
    return EXIT_OK if good else EXIT_FAILED


def main(comparison: Comparison, arguments: list[str]) -> int:
    """The program."""
    program = comparison.program
    parser = argparse.ArgumentParser(prog=program, description=comparison.description,
                                     allow_abbrev=False)
    parser.add_argument("--arch", default=COUNTABLE, help=COUNTABLE)
    parser.add_argument("--version", default=next(iter(kinds.SUITES)),
                        help=", ".join(kinds.SUITES))
    parser.add_argument("--json", type=Path,
                        help=f"where to write (default: build/{program}-VERSION.json)")
    parser.add_argument("--check-only", action="store_true", help="only check the input")
    parsed = parser.parse_args(arguments)
    chosen("ARCH", parsed.arch, [COUNTABLE])
    version = chosen("VERSION", parsed.version, list(kinds.SUITES))
    path = paths.json_output(parsed.json, f"{program}-{version}.json")
    if parsed.check_only:
        return EXIT_OK
    try:
        return compare(comparison, version, path)
    except Failed as failure:
        complain(program, f"failed: {failure.point.name}: {failure.point.reason}")
        return EXIT_FAILED


def run(comparison: Comparison, arguments: list[str]) -> int:
    """The program; what goes wrong becomes a line and an exit status."""
    return guarded(comparison.program, lambda: main(comparison, arguments))
