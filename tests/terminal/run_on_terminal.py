#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the reference kernel on a terminal, and look at what that shows.

The main job until each CPU is on the screen, then Ctrl-C; and I/O mappings to their end, on a
narrow terminal. Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import argparse
import re
import signal
import sys
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from checks import runs
from common import targets
from common.commands import tool
from common.mutation import Printer
from common.program import guarded
from guest import runspec

from pseudo import CTRL_C, CTRL_Z, OnTerminal

PROGRAM = "run_on_terminal"
CPUS = 2
# A job, and any of its phases: on a fast host the first one is soon over.
PHASE = re.compile(r"pagecache \w")
INTERRUPTED = "run: interrupted; everything it started was stopped"


def command_of(arch: str, *options: str) -> list[str]:
    """The program of `make run`."""
    cpus = min(CPUS, targets.TARGETS[arch].limits.cpus)
    return [str(word) for word in tool("run.py", "--arch", arch, "--cpus", str(cpus), *options)]


def cpu_rows(terminal: OnTerminal) -> list[str]:
    """The rows on the screen that tell of a CPU."""
    return [row for row in terminal.screen.text() if row.startswith("CPU ")]


class Points:
    """Prints checks, and of those that failed what was on the screen."""

    def __init__(self) -> None:
        self.printer = Printer()

    def point(self, right: bool, name: str, shown: list[str]) -> None:
        """A check."""
        self.printer.point(right, name, "" if right else "\n".join(shown))


def all_on_screen(terminal: OnTerminal, cpus: int) -> bool:
    """Whether job, phase and each CPU are on the screen."""
    return (len(cpu_rows(terminal)) >= cpus and
            any(PHASE.search(row) for row in terminal.screen.text()))


def stopped(terminal: OnTerminal, cpus: int, points: Points) -> None:
    """Ctrl-Z: the terminal is a shell's, until the program goes on and draws below."""
    terminal.press(CTRL_Z)
    shown = terminal.wait_for(lambda now: now.screen.has_cursor)
    terminal.wait_until_stopped()
    points.point(shown, "Ctrl-Z gives the cursor back", terminal.screen.text())
    terminal.go_on()
    seen = terminal.wait_for(lambda now: all_on_screen(now, 2 * cpus))
    points.point(seen and not terminal.screen.has_cursor, "and what was on the screen comes again",
                 terminal.screen.text())


def interrupted(arch: str, points: Points) -> None:
    """The main job: one screen with each CPU; Ctrl-Z leaves it as lines, Ctrl-C nothing of it."""
    cpus = min(CPUS, targets.TARGETS[arch].limits.cpus)
    with runs.private_directory() as directory:
        file = runs.write_sample(directory / "sample", targets.MIB)
        command = command_of(arch, "--file", str(file))
        with OnTerminal(command, env={"TMPDIR": str(directory / "tmp")}) as terminal:
            seen = terminal.wait_for(lambda now: all_on_screen(now, cpus))
            points.point(seen, "job, phase and each CPU are on the screen", terminal.screen.text())
            stopped(terminal, cpus, points)
            terminal.press(CTRL_C)
            status, screen = terminal.end(), terminal.screen
        points.point(status == 128 + signal.SIGINT, "Ctrl-C: status 130", [f"status {status}"])
        points.point(screen.has_cursor and len(cpu_rows(terminal)) == cpus and
                     screen.text()[-1] == INTERRUPTED,
                     "Ctrl-C leaves the terminal as it was", screen.text())
        left = runs.leftovers(directory)
        points.point(not left, "Ctrl-C: nothing is left behind", [left])


def narrow(arch: str, points: Points) -> None:
    """I/O mappings, to the end: their results, and nothing drawn."""
    with runs.private_directory() as directory:
        command = command_of(arch, "--job", "iomap", "--screenshot", str(directory / "screen.png"))
        with OnTerminal(command, columns=40) as terminal:
            seen = terminal.wait_for(lambda now: any("iomap draw" in row
                                                     for row in now.screen.text()))
            status, text = terminal.end(), terminal.screen.text()
    points.point(seen and status == 0, "I/O mappings on a narrow terminal", text)
    points.point(terminal.screen.has_cursor and not cpu_rows(terminal) and
                 any(row.startswith("pixels right") for row in text) and
                 sum("iomap draw" in row for row in text) == 1,
                 "how far it came, and the results, stay on the screen", text)


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", default="i386", help=targets.known_names())
    arch = runspec.find_target(parser.parse_args(arguments).arch).name
    points = Points()
    interrupted(arch, points)
    narrow(arch, points)
    return points.printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
