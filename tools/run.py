#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Boot the reference kernel on a real file and show the results: `make run`.

Then boot it once more, counting instructions, to measure wake-up latency.

Exit status: 0 success, 1 failure, 2 usage error, 128 + N ended by signal N.
"""

import argparse
import sys
from pathlib import Path

from common.outputs import write_json
from common.processes import Patience
from common.program import EXIT_FAILED, EXIT_OK, complain, guarded
from common.units import show_exact_size, show_size
from guest import iomap, latency, results, runspec, session, trace
from guest.display import Display
from guest.machine import OK, Machine
from guest.runspec import RunSpec
from guest.symbols import Symbols
from guest.view import View
from pages.building import NoFigures
from report import making
from report.content import Found

PROGRAM = "run"
# At the end of the folder's name where the kernel with a trace lies.
TRACED = "-trace"


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    runspec.add_arguments(parser)
    parser.add_argument("--image", type=Path, help="another kernel image")
    parser.add_argument("--sha256", help="the digest to expect (default: that of the file)")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE",
                        help="for the kernel's command line")
    parser.add_argument("--silence-limit", type=float, default=60.0, metavar="SECONDS",
                        help="the machine is considered hung after this time without output: of "
                             "the processor, or by the clock if it does nothing")
    parser.add_argument("--time-limit", type=float, default=3600.0, metavar="SECONDS",
                        help="the machine is considered hung after this time, of the same kinds")
    parser.add_argument("--check-only", action="store_true",
                        help="only check the input")
    parser.add_argument("--no-latency", action="store_true",
                        help="skip the boot that counts instructions")
    return parser.parse_args(arguments)


def patience_of(arguments: argparse.Namespace) -> Patience:
    """How long to wait for a machine."""
    return Patience(silence=arguments.silence_limit, total=arguments.time_limit, processor=True)


def image_of(spec: RunSpec, arguments: argparse.Namespace) -> Path | None:
    """The kernel to boot; for a report the one with a trace, which lies beside the other one."""
    if not spec.report:
        return arguments.image
    image = arguments.image or spec.target.image_path
    return image.parent.with_name(image.parent.name + TRACED) / image.name


def machine_of(spec: RunSpec, arguments: argparse.Namespace, sha256: str) -> Machine:
    """The machine for a checked request."""
    options = {"job": spec.job, "cpus": str(spec.cpus), "size": str(spec.size),
               "workers": str(spec.workers), "sha256": sha256}
    if spec.trace:
        options.update(spec.trace.options())
    options.update(option.partition("=")[::2] for option in arguments.option)
    return Machine(
        arch=spec.target.name, options=options, cpus=spec.cpus, memory=spec.memory,
        file=spec.file, image=image_of(spec, arguments), accelerator=spec.accelerator,
        screenshot=spec.screenshot, patience=patience_of(arguments))


def announce(spec: RunSpec, sha256: str) -> None:
    """Print the parameters of the run."""
    print(f"{spec.target.name} ({spec.target.description}), {spec.cpus} "
          f"CPU{'' if spec.cpus == 1 else 's'}, {show_size(spec.memory)} RAM", flush=True)
    if spec.job == runspec.SCREEN_JOB:
        return
    file_size = show_exact_size(spec.file.stat().st_size)
    print(f"{spec.file}: {file_size}, in {show_size(spec.size)} of copies")
    print(f"SHA-256 {sha256}", flush=True)


def write_results(spec: RunSpec, sha256: str, found: latency.Results,
                  counted: latency.Results) -> None:
    """Write the results of the tables as JSON."""
    modes = [found[mode].as_json() for mode in results.MODES]
    latencies = {mode: counted[mode].latency for mode in results.MODES} if counted else None
    write_json(spec.json, {"arch": spec.target.name, "cpus": spec.cpus, "file": str(spec.file),
                           "sha256": sha256, "modes": modes, "counted_latency_ns": latencies})


def count_latency(spec: RunSpec, arguments: argparse.Namespace,
                  found: latency.Results) -> tuple[latency.Results, list[str]]:
    """Measure and print wake-up latency, if it can be counted; returns it, and the problems."""
    counted, problems = {}, []
    if latency.is_counted(spec.accelerator, spec.cpus) and not spec.trace:
        counted = found
    elif not latency.is_countable(spec.target):
        print("\nwake-up latency is measured where instructions can be counted: "
              f"`make run {latency.where_countable()}`")
    elif spec.trace and not spec.report:
        print("\nwake-up latency is measured without TRACE, which takes instructions of its own")
    elif not arguments.no_latency:
        print(f"\n{latency.announcement()}", flush=True)
        counted, problems = latency.measure(PROGRAM, spec.target.name, arguments.image,
                                            patience_of(arguments), Display())
    if not problems:
        closing = results.show_latency(counted) if counted else results.ALL_RIGHT
        print(f"\n{closing}", flush=True)
    return counted, problems


def write_trace(spec: RunSpec, view: View) -> list[str]:
    """Write the trace, and say where; returns the problems."""
    problem = trace.write(spec.trace, view.recording, spec.target.name, spec.executed_by)
    if problem:
        return [problem]
    recorded, dropped = (sum(counts.values()) for counts in (view.recording.recorded,
                                                             view.recording.dropped))
    print(f"\ntrace of {recorded:,} events written to {spec.trace.path}" +
          (f"; {dropped:,} more had no room, so it ends before" if dropped else ""), flush=True)
    return []


def write_report(spec: RunSpec, arguments: argparse.Namespace, sha256: str, view: View,
                 counted: latency.Results) -> list[str]:
    """Write the page with all results; returns the problems."""
    counts, problems = making.count(PROGRAM, spec, arguments.image)
    if problems:
        return problems
    try:
        traced = trace.as_json(view.recording, spec.target.name, spec.executed_by)
        making.write(spec, Found(view.results, counted, traced, counts,
                                 making.facts(spec, sha256, view.recording.window)))
    except NoFigures as error:
        return [str(error)]
    except ValueError as error:
        return [f"no report: {error}"]
    return []


def conclude(spec: RunSpec, arguments: argparse.Namespace, sha256: str, view: View,
             ended_well: bool) -> list[str]:
    """Show the main job's results and write them; returns the problems.

    If the machine failed, missing results are not reported: the failure explains them.
    Latency is measured only if everything else succeeded.
    """
    missing = results.missing(view.results)
    problems = (missing if ended_well else []) + results.wrong(view.results)
    if view.results:
        print("\n" + results.show_table(view.results), flush=True)
    if ended_well and spec.trace and spec.trace.path:
        problems += write_trace(spec, view)
    counted, of_counting = {}, []
    if ended_well and not problems + view.problems:
        counted, of_counting = count_latency(spec, arguments, view.results)
    if spec.json and not missing + of_counting:
        write_results(spec, sha256, view.results, counted)
    problems = problems + of_counting
    if spec.report and ended_well and not problems + view.problems:
        problems = write_report(spec, arguments, sha256, view, counted)
    return problems


def run(arguments: argparse.Namespace) -> int:
    """Check the input, boot, show the results; returns the exit status."""
    if arguments.check_only:
        runspec.check_before_set_up(arguments)
        return EXIT_OK
    spec = runspec.from_arguments(arguments)
    sha256 = arguments.sha256 or runspec.digest(spec.file)
    machine = machine_of(spec, arguments, sha256)
    view = View(Display(), Symbols(machine.kernel))
    announce(spec, sha256)
    outcome = view.follow(machine)
    if view.stats.records:
        print(f"\n{view.stats}", flush=True)
    problems = view.problems
    if spec.job == latency.JOB:
        problems = problems + conclude(spec, arguments, sha256, view,
                                        outcome.status == OK)
    if spec.job == runspec.SCREEN_JOB:
        problems = problems + iomap.conclude(spec, view.iomap, outcome)
    if outcome.status != OK:
        session.complain_of(PROGRAM, outcome)
        if spec.accelerator == "kvm":
            complain(PROGRAM, "not every host's kvm runs 32-bit kernels; omit ACCEL")
    for problem in problems:
        complain(PROGRAM, problem)
    return EXIT_FAILED if problems or outcome.status != OK else EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: run(parse_arguments(sys.argv[1:]))))
