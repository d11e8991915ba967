#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Count what each kind of window costs, one beside the other: `make bench-windows`.

The operations of `make bench`; and how the cost of a pair of map and unmap, and of a
switch, grows with CPUs, tasks and mappings held; and the bytes that a task and a CPU take.

Exit status: 0 all goals are met, 1 a goal is missed or a run failed, 2 usage error,
128 + N ended by signal N.
"""

import argparse
import sys
from pathlib import Path

from common import targets
from common.outputs import table, write_json
from common.program import EXIT_FAILED, EXIT_OK, complain, guarded
from guest import counting, growth, paths, peers, runspec

from bench import PER_HELD, check_counts_exist

PROGRAM = "bench-windows"


def show_counts(counts: dict[str, dict[str, int]], arch: str = peers.ARCH) -> str:
    """The counts of `make bench`, a column for each kind of window, and Linux on the same machine."""
    rows = [["instructions", "", *counts, "Linux 6.1"]]
    for each in peers.OPERATIONS:
        rows.append([each.name, each.description,
                     *(str(kind[each.name]) for kind in counts.values()),
                     "-" if each.linux_6_1 is None else str(each.linux_6_1)])
    rows.append(["per mapping held", PER_HELD,
                 *(f"{peers.slope(kind):.1f}" for kind in counts.values()),
                 f"{peers.linux_slope():.1f}"])
    return table([row if arch == peers.ARCH else row[:-1] for row in rows], left=2)


def measure(target: targets.Target, kinds: tuple[str, ...]) -> tuple[dict, dict, list[str]]:
    """Counts and growth by kind of window, and the problems."""
    counts, grown, problems = {}, {}, []
    for kind in kinds:
        print(f"counting with windows of the kind {kind}", flush=True)
        image = target.variant_path(peers.suffix(kind))
        counts[kind], wrong = counting.measure(PROGRAM, target, image)
        problems += wrong
        grown[kind], wrong = growth.measure(PROGRAM, target, image)
        problems += wrong
        if problems:
            break
    return counts, grown, problems


def compare(arguments: argparse.Namespace) -> int:
    """Measure, print, and compare with the goals; returns the exit status."""
    target = runspec.find_target(arguments.arch)
    check_counts_exist(target)
    path = paths.json_output(arguments.json, f"windows-{target.name}.json")
    if arguments.check_only:
        return EXIT_OK
    counts, grown, problems = measure(target, target.kinds)
    for problem in problems:
        complain(PROGRAM, problem)
    if problems:
        return EXIT_FAILED
    print(f"\n{show_counts(counts, target.name)}\n\nCost as the work grows:\n\n{growth.show(grown)}\n")
    print(f"{growth.show_bytes(grown)}\n")
    write_json(path, {"arch": target.name, "kinds": {
        kind: {**counting.as_json(target.name, counts[kind], kind), **grown[kind].as_json()}
        for kind in counts}})
    goals = [(kind, goal) for kind in counts for goal in peers.goals(counts[kind], kind, target.name)]
    missed = [f"{kind}: {goal}" for kind, goal in goals if not goal.is_met]
    print("\n".join(missed) if missed else f"{len(goals)} goals, all met")
    return EXIT_FAILED if missed else EXIT_OK


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    parser.add_argument("--arch", default="i386", help=targets.known_names())
    parser.add_argument("--json", type=Path,
                        help="where to write (default: build/windows-ARCH.json)")
    parser.add_argument("--check-only", action="store_true", help="only check the input")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: compare(parse_arguments(sys.argv[1:]))))
