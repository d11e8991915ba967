#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the self-tests in the reference kernel and show their results.

Exit status: 0 all passed, 1 some failed or did not run, 2 usage error,
128 + N ended by signal N.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap, targets
from common.processes import Patience
from common.program import EXIT_FAILED, EXIT_OK, guarded
from guest import runspec, session
from guest.console import Record, Tap
from guest.display import Display
from guest.machine import HUNG, OK, Machine

PROGRAM = "selftest"
PATIENCE = Patience(silence=120, total=1800, processor=True)


class View:
    """Shows results as they come, and counts them."""

    def __init__(self) -> None:
        self.collector = tap.Collector()
        self.display = Display()

    def handle(self, item: object) -> None:
        """Take one item of the console."""
        if isinstance(item, Record):
            if item.kind == "progress":
                self.display.progress(item.text("phase"), item.number("done"),
                                      item.number("total"), item.text("unit"))
        elif isinstance(item, Tap):
            point = self.collector.feed(item.line)
            if point:
                self.display.finish()
            self.display.line(item.line)
        else:
            self.display.line(f"# {item.line}")


@contextmanager
def list_of(names: list[str]) -> Iterator[Path | None]:
    """A file with these names, the kernel's list of tests; None for all tests."""
    if not names:
        yield None
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="kmap-tests-") as file:
        file.write("".join(f"{name}\n" for name in names))
        file.flush()
        yield Path(file.name)


def selftest(arch: str, cpus: int, image: Path | None = None, only: Path | None = None,
             processor: str = "") -> tap.Counts:
    """Boot, run the self-tests, print KTAP; returns how many passed and failed."""
    view = View()
    run = Machine(
        arch=arch, options={"job": "selftest", "cpus": str(cpus)}, cpus=cpus, image=image,
        file=only, memory=targets.TARGETS[arch].limits.default_memory, processor=processor,
        patience=PATIENCE)
    try:
        outcome = session.follow(run, view.handle)
    finally:
        view.display.finish()
    if outcome.status == HUNG or (outcome.status != OK and not view.collector.counts.failed):
        session.complain_of(PROGRAM, outcome)
    for point in view.collector.finish(outcome.status == OK, outcome.why or "the run ended well"):
        # As a comment: a program that counts results finds the missing ones itself.
        print(f"# {point}")
    return view.collector.counts


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("--arch", default="i386", help=targets.known_names())
    parser.add_argument("--cpus", help="processors")
    parser.add_argument("--image", type=Path, help="another kernel image")
    parser.add_argument("--processor", default="", help="QEMU's name of another one")
    parser.add_argument("--only", action="append", default=[], metavar="NAME",
                        help="run the test of this name; may be given more than once")
    parsed = parser.parse_args(arguments)
    limits = runspec.find_target(parsed.arch).limits
    cpus = runspec.parse_count("CPUS", parsed.cpus, limits.default_cpus, limits.cpus)
    with list_of(parsed.only) as only:
        counts = selftest(parsed.arch, cpus, parsed.image, only, parsed.processor)
    print(counts, flush=True)
    return EXIT_FAILED if counts.failed or not counts.passed else EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
