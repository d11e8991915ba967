#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Boot the reference kernel on a real file and show what came out: `make run`.

Exit status: 0 all is right, 1 it is not, 2 wrong input, 128 + N ended by signal N.
"""

import argparse
import sys
from pathlib import Path

from common.outputs import write_json
from common.processes import Patience
from common.program import EXIT_FAILED, EXIT_OK, complain, guarded
from common.units import show_exact_size, show_size
from guest import iomap, results, runspec, session, stats
from guest.console import Log, Record, Tap
from guest.display import Display
from guest.machine import OK, Machine
from guest.runspec import RunSpec
from guest.symbols import Symbols

PROGRAM = "run"
MAIN_JOB = "pagecache"


class View:
    """Shows a run as it goes and keeps its results."""

    def __init__(self, display: Display, symbols: Symbols):
        self.display = display
        self.symbols = symbols
        self.results: dict[str, results.ModeResult] = {}
        self.iomap: iomap.Result | None = None
        self.problems: list[str] = []
        self.stats = stats.Stats()

    def handle(self, item: Record | Tap | Log) -> None:
        """Take one item of the console."""
        if not isinstance(item, Record):
            self.display.line(self.symbols.explain(item.line))
            return
        try:
            self._record(item)
        except ValueError as error:
            self.problems.append(f"the kernel's console is not understood: {error}")

    def _record(self, record: Record) -> None:
        if record.kind == "progress":
            self.display.progress(record.text("phase"), record.number("done"),
                                  record.number("total"), record.text("unit"))
        elif record.kind == "result":
            result = results.ModeResult.from_record(record)
            self.results[result.mode] = result
        elif record.kind == "iomap":
            self.iomap = iomap.Result.from_record(record)
        elif record.kind == "stat":
            self.stats.add(record)


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    runspec.add_arguments(parser)
    parser.add_argument("--image", type=Path, help="another kernel image")
    parser.add_argument("--sha256", help="the digest to expect (default: that of the file)")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE",
                        help="for the kernel's command line")
    parser.add_argument("--silence-limit", type=float, default=60.0, metavar="SECONDS",
                        help="the machine hangs when it says nothing for so long")
    parser.add_argument("--time-limit", type=float, default=3600.0, metavar="SECONDS",
                        help="the machine hangs when it runs longer")
    return parser.parse_args(arguments)


def machine_of(spec: RunSpec, arguments: argparse.Namespace, sha256: str) -> Machine:
    """The machine for a checked request."""
    options = {"job": spec.job, "cpus": str(spec.cpus), "size": str(spec.size),
               "workers": str(spec.workers), "sha256": sha256}
    options.update(option.partition("=")[::2] for option in arguments.option)
    return Machine(
        arch=spec.target.name, options=options, cpus=spec.cpus, memory=spec.memory,
        file=spec.file, image=arguments.image, accelerator=spec.accelerator,
        screenshot=spec.screenshot,
        patience=Patience(silence=arguments.silence_limit, total=arguments.time_limit))


def announce(spec: RunSpec, sha256: str) -> None:
    """What is about to happen."""
    print(f"{spec.target.name} ({spec.target.description}), {spec.cpus} "
          f"CPU{'' if spec.cpus == 1 else 's'}, {show_size(spec.memory)} RAM", flush=True)
    if spec.job == runspec.SCREEN_JOB:
        return
    file_size = show_exact_size(spec.file.stat().st_size)
    print(f"{spec.file}: {file_size}, in {show_size(spec.size)} of copies")
    print(f"SHA-256 {sha256}", flush=True)


def write_results(spec: RunSpec, sha256: str, found: dict[str, results.ModeResult]) -> None:
    """The same as the table, for programs."""
    modes = [found[mode].as_json() for mode in results.MODES]
    write_json(spec.json, {"arch": spec.target.name, "cpus": spec.cpus, "file": str(spec.file),
                           "sha256": sha256, "modes": modes})


def conclude(spec: RunSpec, sha256: str, view: View, ended_well: bool) -> list[str]:
    """Show the main job's results and hand them out; returns what is wrong with them.

    Results are missing without a word when the machine failed: that tells why.
    """
    missing = results.missing(view.results)
    if view.results:
        print("\n" + results.show_table(view.results))
    if not missing:
        print("\n" + results.verdict(view.results), flush=True)
        if spec.json:
            write_results(spec, sha256, view.results)
    return (missing if ended_well else []) + results.wrong(view.results)


def run(arguments: argparse.Namespace) -> int:
    """Check, boot, show; returns the exit status."""
    spec = runspec.from_arguments(arguments)
    sha256 = arguments.sha256 or runspec.digest(spec.file)
    machine = machine_of(spec, arguments, sha256)
    view = View(Display(), Symbols(machine.kernel))
    announce(spec, sha256)
    try:
        outcome = session.follow(machine, view.handle)
    finally:
        view.display.finish()
    if view.stats.records:
        print(f"\n{view.stats}", flush=True)
    problems = view.problems
    if spec.job == MAIN_JOB:
        problems += conclude(spec, sha256, view, outcome.status == OK)
    if spec.job == runspec.SCREEN_JOB:
        problems += iomap.conclude(spec, view.iomap, outcome)
    if outcome.status != OK:
        session.complain_of(PROGRAM, outcome)
        if spec.accelerator == "kvm":
            complain(PROGRAM, "not every host's kvm runs 32-bit kernels; leave ACCEL away")
    for problem in problems:
        complain(PROGRAM, problem)
    return EXIT_FAILED if problems or outcome.status != OK else EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: run(parse_arguments(sys.argv[1:]))))
