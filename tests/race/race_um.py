#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the um kernel under ThreadSanitizer, then check that this can fail: `make race`.

Its CPUs are threads, and its interrupts are signals, handled at the start of any basic
block. The main job, the I/O mappings and all self-tests run on two CPUs; any report is a
failure, and so is a wrong digest. Then the mutations of tests/race/um.toml are applied,
one at a time; each must cause a report. Prints TAP.
Exit status: 0 all passed, 1 something failed, 2 usage error, 3 a tool is missing.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from checks import runs
from common import targets
from common.commands import JOBS, Finished, driver, make, run, show_nothing, tap_results, tool
from common.mutation import (BUILD_SECONDS, Mutation, Printer, Verdict, apply, choose, execute,
                             load, words_of)
from common.program import guarded

from threads import ATTEMPTS, prefix, show_progress

PROGRAM = "race_um"
LIST = targets.REPOSITORY / "tests/race/um.toml"
IMAGE = Path("build/um-tsan/kmap-um")
KERNEL = ("kernel", "ARCH=um", "TSAN=1", targets.WHOLE)
# The same with windows of the tasks; its self-tests run as well.
TASK_IMAGE = Path("build/um-task-tsan/kmap-um")
TASK_KERNEL = (*KERNEL, "WINDOW=task")
SOURCES = ("include", "core", "arch", "kernel", "tests/selftest", "tests/portable",
           "tests/whole", "build/um-tsan")
SAMPLE_BYTES = 150_000
RUN = ("--arch", "um", "--cpus", "2", "--image")
RUN_SECONDS = 120
_REPORT = re.compile(r"SUMMARY: ThreadSanitizer: (.*)")


def reports(text: str) -> list[str]:
    """The different reports of ThreadSanitizer."""
    return list(dict.fromkeys(_REPORT.findall(text)))


def judge_run(printer: Printer, name: str, finished: Finished) -> None:
    """Check that a run ended well, and without a report."""
    told = "\n".join(reports(finished.text))
    well = finished.status == 0 and not told
    printer.point(well, name, "" if well else told or f"{finished.how}\n{finished.text}")


def run_jobs(printer: Printer, before: tuple[str, ...], image: Path) -> None:
    """Run the main job on a small file, and the I/O mappings."""
    with runs.private_directory() as directory:
        file = runs.write_sample(directory / "sample", SAMPLE_BYTES)
        job = tool("run.py", *RUN, image, "--file", file, "--size", "4M")
        judge_run(printer, "the main job", run([*before, *job], show=show_nothing))
        job = tool("run.py", *RUN, image, "--job", "iomap", "--screenshot", directory / "png")
        judge_run(printer, "I/O mappings", run([*before, *job], show=show_nothing))


def run_selftests(printer: Printer, before: tuple[str, ...], image: Path) -> None:
    """Run all self-tests; a report makes the exit status nonzero."""
    name = f"selftest {image.parent.name}"
    for point in tap_results(name, [*before, *driver("selftest/selftest.py", *RUN, image)],
                             show=show_progress):
        printer.point(point.ok, point.name, point.reason)


def killer(before: tuple[str, ...], image: Path, tests: tuple[str, ...]) -> str:
    """The first report while these self-tests run; several attempts, since races need luck."""
    only = [word for test in tests for word in ("--only", test)]
    for _ in range(ATTEMPTS):
        command = (*before, *driver("selftest/selftest.py", *RUN, image, *only))
        _status, output = execute(targets.REPOSITORY, command, RUN_SECONDS)
        found = reports(output)
        if found:
            return found[0]
    return ""


def judge(mutation: Mutation, before: tuple[str, ...]) -> Verdict:
    """Apply a mutation to a copy of the sources; returns the verdict."""
    with tempfile.TemporaryDirectory(prefix="kmap-race-um-") as name:
        directory = Path(name)
        for source in SOURCES:
            # Keeps the timestamps, so that only what depends on the mutation is rebuilt.
            shutil.copytree(targets.REPOSITORY / source, directory / source)
        shutil.copy2(targets.REPOSITORY / "Makefile", directory)
        problem = apply(mutation, directory)
        if problem:
            return Verdict(problem=problem)
        status, output = execute(directory, make(f"-j{JOBS}", *KERNEL), BUILD_SECONDS)
        if status:
            return Verdict(problem=f"it does not build:\n{output}")
        found = killer(before, directory / IMAGE, mutation.tests)
        return Verdict(killer=found, problem="" if found else "survives: no report")


def build(printer: Printer, kernel: tuple[str, ...]) -> bool:
    """Build a kernel; whether that went well."""
    built = run(make(f"-j{JOBS}", *kernel), show=show_nothing)
    printer.point(built.status == 0, f"it builds: {' '.join(kernel)}",
                  built.text if built.status else "")
    return built.status == 0


def race_um(mutations: list[Mutation], runs_too: bool) -> int:
    """Run everything; returns the exit status."""
    printer = Printer()
    image = targets.REPOSITORY / IMAGE
    if not build(printer, KERNEL):
        return printer.conclude()
    before = prefix(image, "--help")
    if runs_too:
        run_jobs(printer, before, image)
        run_selftests(printer, before, image)
    if runs_too and build(printer, TASK_KERNEL):
        run_selftests(printer, before, targets.REPOSITORY / TASK_IMAGE)
    # If the unchanged kernel fails, the mutations prove nothing.
    for mutation in () if printer.broken else mutations:
        printer.verdict(mutation, judge(mutation, before))
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    words = words_of(PROGRAM, __doc__, arguments)
    return race_um(choose(load(LIST), words), runs_too=not words)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
