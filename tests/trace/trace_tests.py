#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Check traces of the main job, as `make run TRACE=path` writes them.

A kernel with large buffers runs the main job, and one with small ones and another kind of window.
What their JSON says must hold together (content.py). With --mutations recording is broken in each
way of mutations.toml, which must be noticed. Prints TAP. Exit status: 0 all passed, 1 something
failed, 2 usage error.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

# Shared modules are in tools/; kernels are broken as there.
sys.path[1:1] = [str(Path(__file__).resolve().parents[2] / name) for name in ("tools", "tests/selftest")]

from checks import builds, runs
from common import mutation, targets
from common.commands import make, run, show_nothing, tool
from common.mutation import Mutation, Printer, Verdict
from common.program import guarded
from guest import runspec

from content import Expected, problems
from selftest_mutants import Kernel, copy_sources

PROGRAM = "trace_tests"
HERE = Path(__file__).resolve().parent
CPUS = 2
FILE_BYTES = 300_000
# Most of a mode, so that every kind of event comes often.
FROM_MS, MS = 50, 400


@dataclass(frozen=True)
class Traced(Kernel):
    """A kernel that records: its window, and how many events a buffer has room for.

    `kinds`: the kinds of event that must be there.
    """

    name: str
    window: str
    room: int
    kinds: set[str]

    @property
    def image(self) -> Path:
        """Where it is built, in a tree."""
        path = builds.image(self.arch, f"{self.flags}-trace", self.window)
        return path.relative_to(targets.REPOSITORY)

    @property
    def goal(self) -> tuple[str, ...]:
        """What make makes."""
        return (*super().goal, "TRACE=1", f"WINDOW={self.window}")


def kernels(target: targets.Target) -> dict[str, Traced]:
    """Those that are run, by their names."""
    def traced(name: str, window: str, room: int, *kinds: str) -> Traced:
        return Traced(target.name, f"-O1 -g0 -DTRACE_EVENTS_MAX={room}", name, window, room,
                      set(kinds))

    # Whether a task migrates is a matter of luck.
    return {each.name: each for each in (
        traced("large", targets.CPU, 32768, "task", "interrupt", "mapped", "switch", "slots"),
        traced("small", target.kinds[1], 200))}


Result = tuple[bool, str, str]


def of_content(kernel: Traced, content: dict) -> Iterator[Result]:
    """Whether the JSON holds together, and whether all is there that must be."""
    expected = Expected(kernel.arch, kernel.window, CPUS, MS, kernel.room)
    for name, problem in problems(content, expected):
        yield not problem, f"{kernel.name}: {name}", problem
    dropped = content["otherData"]["dropped"]
    if kernel.name == "small":
        yield any(dropped), f"{kernel.name}: what has no room is counted", f"dropped: {dropped}"
        return
    # On a fast host even its buffers may be full before the time is over.
    missing = kernel.kinds - {event.get("cat") for event in content["traceEvents"]}
    yield not missing, f"{kernel.name}: {', '.join(sorted(kernel.kinds))} are there", f"{missing}"


def results(kernel: Traced, image: Path) -> Iterator[Result]:
    """Run the main job in a kernel, and look at the JSON."""
    with runs.private_directory() as directory:
        path = directory / "trace.json"
        finished = run(tool("run.py", "--arch", kernel.arch, "--image", image, "--cpus", CPUS,
                            "--file", runs.write_sample(directory / "sample", FILE_BYTES),
                            "--trace", path, "--trace-from", FROM_MS, "--trace-ms", MS,
                            runs.NO_LATENCY, *runs.SMALL), show_nothing)
        written = path.exists()
        yield (finished.status == 0 and written, f"{kernel.name}: the main job, with a trace",
               f"{finished.how}\n{finished.text}")
        if written:
            content = json.loads(path.read_text(encoding="utf-8"))
            yield from of_content(kernel, content)


def judge(known: dict[str, Traced], broken: Mutation) -> Verdict:
    """Break a copy of the kernel that a mutation names, and run it."""
    kernel = known[broken.tests[0]]
    with tempfile.TemporaryDirectory(prefix="kmap-trace-") as name:
        directory = Path(name)
        copy_sources(kernel, directory)
        problem = mutation.apply(broken, directory)
        if problem:
            return Verdict(problem=problem)
        status, output = mutation.execute(directory, make(*kernel.goal),
                                          mutation.BUILD_SECONDS)
        if status:
            return Verdict(problem=f"it does not build:\n{output}")
        for ok, test, why in results(kernel, directory / kernel.image):
            if not ok:
                return Verdict(killer=f"{test}: {why.splitlines()[-1]}")
    return Verdict(problem="not noticed")


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", default="i386", help=targets.known_names())
    parser.add_argument("--mutations", action="store_true", help="break the recording, too")
    parsed = parser.parse_args(arguments)
    known = kernels(runspec.find_target(parsed.arch))
    mutations = mutation.load(HERE / "mutations.toml") if parsed.mutations else []
    printer = Printer()
    for kernel in known.values():
        built = run(make(*kernel.goal), show_nothing)
        built_well = built.status == 0
        printer.point(built_well, f"{kernel.name}: it builds", "" if built_well else built.text)
        for ok, name, reason in results(kernel, targets.REPOSITORY / kernel.image):
            printer.point(ok, name, "" if ok else reason)
    # If the unchanged kernels fail, the mutations prove nothing.
    if not printer.broken:
        mutation.judge_all(mutations, partial(judge, known), printer)
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
