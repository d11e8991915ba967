#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Count the exact number of instructions of mapping operations: `make bench`.

Exit status: 0 all goals are met, 1 a goal is missed or the run failed, 2 usage
error, 128 + N ended by signal N.
"""

import argparse
import sys
from pathlib import Path

from common import targets
from common.outputs import table, write_json
from common.program import EXIT_FAILED, EXIT_OK, BadInput, complain, guarded
from guest import counting, latency, paths, peers, runspec

PROGRAM = "bench"
PER_HELD = "in a switch, from 1 to 8 held"


def check_counts_exist(target: targets.Target) -> None:
    """Refuse an architecture on which instructions cannot be counted."""
    if not latency.is_countable(target):
        raise BadInput(f"ARCH={target.name} cannot count instructions, only emulated machines can; "
                       f"use {latency.where_countable()}, or `make run ARCH={target.name}` for "
                       "throughput")


def check_window_exists(target: targets.Target, window: str) -> None:
    """Refuse a kind of window that the architecture does not have."""
    if window not in target.kinds:
        raise BadInput(f"ARCH={target.name} has no WINDOW={window}; known: "
                       f"{', '.join(target.kinds)}")


def show_table(counts: dict[str, int], window: str = peers.CPU, arch: str = peers.ARCH) -> str:
    """The counts as a table, next to those of the peers where these ran on the same machine."""

    def cell(number: int | None) -> str:
        return "-" if number is None else f"{number}"

    rows = [["instructions", "", "kmap", "Linux 6.1", "Linux 5.10", "goal"]]
    for each in peers.OPERATIONS:
        rows.append([each.name, each.description, cell(counts[each.name]), cell(each.linux_6_1),
                     cell(each.linux_5_10), cell(each.goal_for(window))])
    rows.append(["per mapping held", PER_HELD, f"{peers.slope(counts):.1f}",
                 f"{peers.linux_slope():.1f}", "-", f"{peers.HELD_COST_GOALS[window]}"])
    return table(rows if arch == peers.ARCH else [row[:3] for row in rows], left=2)


def bench(arguments: argparse.Namespace) -> int:
    """Measure, print, and compare with the goals; returns the exit status."""
    target = runspec.find_target(arguments.arch)
    check_counts_exist(target)
    check_window_exists(target, arguments.window)
    suffix = peers.suffix(arguments.window)
    path = paths.json_output(arguments.json, f"bench-{target.name}{suffix}.json")
    if arguments.check_only:
        return EXIT_OK
    print("counting instructions under QEMU's -icount; this takes a few seconds", flush=True)
    image = arguments.image or target.variant_path(suffix)
    counts, problems = counting.measure(PROGRAM, target, image)
    if problems:
        for problem in problems:
            complain(PROGRAM, problem)
        return EXIT_FAILED
    print(show_table(counts, arguments.window, target.name))
    write_json(path, counting.as_json(target.name, counts, arguments.window))
    goals = peers.goals(counts, arguments.window, target.name)
    if goals:
        print("goal: the most that kmap may take; a change that takes more is refused\n")
    for goal in goals:
        print(goal)
    return EXIT_OK if all(goal.is_met for goal in goals) else EXIT_FAILED


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("--arch", default="i386", help=targets.known_names())
    parser.add_argument("--json", type=Path, help="where to write (default: build/bench-ARCH.json)")
    parser.add_argument("--window", choices=peers.WINDOWS, default=peers.CPU,
                        help="the kind of window, which decides about goals")
    parser.add_argument("--image", type=Path, help="another kernel image")
    parser.add_argument("--check-only", action="store_true",
                        help="only check the input")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: bench(parse_arguments(sys.argv[1:]))))
