# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Commands that a check runs, shown as they go, and what is expected of them."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TypeVar

from common import tap, targets
from common.processes import Child, Hung, Patience, ask_all_to_end

PATIENCE = Patience(silence=600, total=3600, ending=20, processor=True)
# Commands side by side, for in_turn() and for make.
JOBS = 2
INDENT = "    "
# What a `make` above us leaves for those below it.
OF_THE_CALLER = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "ARCH")
# How long a thread may take to begin a child, and to see it ended.
A_MOMENT = 0.1

Show = Callable[[str], None]
Item, Result = TypeVar("Item"), TypeVar("Result")


def show_indented(line: str) -> None:
    """Print a line of a command's output."""
    print(INDENT + line, flush=True)


def show_nothing(_line: str) -> None:
    """Keep a command's output to ourselves."""


@dataclass
class Finished:
    """What a command printed, and its exit status; None when it hung."""

    command: list[str]
    lines: list[str] = field(default_factory=list)
    status: int | None = None
    why: str = ""
    pid: int = 0

    @property
    def text(self) -> str:
        """All of its output."""
        return "\n".join(self.lines)

    @property
    def how(self) -> str:
        """How it ended, for a message."""
        return self.why or f"exit status {self.status}"


def tool(name: str, *arguments: object) -> list[str]:
    """The command for one of the programs in tools/."""
    return [sys.executable, f"tools/{name}", *map(str, arguments)]


def driver(name: str, *arguments: object) -> list[str]:
    """The command for one of the programs in tests/, as "sim/sim.py"."""
    return [sys.executable, f"tests/{name}", *map(str, arguments)]


def make(*arguments: str) -> list[str]:
    """The command that builds something."""
    return ["make", "--no-print-directory", "-s", *arguments]


def forget_calling_make() -> None:
    """From now on, each make() begins afresh, whatever `make` started this program."""
    for name in OF_THE_CALLER:
        os.environ.pop(name, None)


def stream(finished: Finished, patience: Patience = PATIENCE, **options: object) -> Iterator[str]:
    """Run `finished.command`; its lines as they come, and all in `finished`.

    In the repository, unless `cwd` says where.
    """
    with Child(finished.command, patience, **{"cwd": targets.REPOSITORY, **options}) as child:
        finished.pid = child.pid
        try:
            for line in child.lines():
                finished.lines.append(line)
                yield line
            finished.status = child.wait()
        except Hung as reason:
            finished.why = f"hung: {reason}"


def run(command: list[str], show: Show = show_indented, **options: object) -> Finished:
    """Run a command to its end."""
    finished = Finished(command)
    for line in stream(finished, **options):
        show(line)
    return finished


def succeeds(name: str, command: list[str]) -> Iterator[tap.Point]:
    """One check: a command ends with status 0."""
    finished = run(command)
    yield tap.Point(finished.status == 0, name, reason="" if finished.status == 0 else finished.how)


def in_turn(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """What a function returns for each item, in their order; JOBS calls at a time.

    Whoever leaves early waits for the calls under way, whose children are ended.
    """
    with ThreadPoolExecutor(JOBS) as pool:
        futures = [pool.submit(function, item) for item in items]
        try:
            for future in futures:
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            while under_way := [future for future in futures if not future.done()]:
                ask_all_to_end()
                wait(under_way, A_MOMENT)


def tap_results(name: str, command: list[str], show: Show = show_indented,
                patience: Patience = PATIENCE) -> Iterator[tap.Point]:
    """The checks of a program that prints TAP, each named after the program, too."""
    collector = tap.Collector()
    finished = Finished(command)
    for line in stream(finished, patience):
        show(line)
        point = collector.feed(line)
        if point:
            yield tap.Point(point.ok, f"{name}: {point.name}", point.skipped, point.reason)
    if finished.status != 0 and show is show_nothing:
        for line in finished.lines:
            show_indented(line)
    for point in collector.finish(finished.status == 0, finished.how):
        yield tap.Point(point.ok, f"{name}: {point.name}")


@dataclass(frozen=True)
class Expectation:
    """What a command is expected to do: exit status, what its output matches, and its length."""

    name: str
    command: list[str]
    status: int
    patterns: tuple[str, ...] = ()
    lines: int | None = None

    def problem(self, finished: Finished) -> str:
        """What was not as expected; empty when all was."""
        if finished.status != self.status:
            return f"{finished.how} instead of {self.status}"
        for pattern in self.patterns:
            if not re.search(pattern, finished.text):
                return f"its output does not match '{pattern}'"
        if self.lines is not None and len(finished.lines) != self.lines:
            return f"{len(finished.lines)} lines of output instead of {self.lines}"
        return ""

    def check(self) -> Iterator[tap.Point]:
        """Run it; one check."""
        problem = self.problem(run(self.command))
        yield tap.Point(not problem, self.name, reason=problem)
