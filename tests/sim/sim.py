#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the simulator of tests/sim: `make sim`, or one schedule or seed of it.

First all schedules of small machines, then random machines and programs: those of fixed
seeds, and as many of fresh seeds, which are printed. `make check` takes the fixed ones
alone: what it finds does not depend on luck. Prints TAP. A failure prints its steps, and
the SCHEDULE or SEED that replays them:

    make sim SCHEDULE=default:two:2:c14.1.c3      make sim SEED=guard:1173

Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import argparse
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap
from common.commands import JOBS, PATIENCE, in_turn, make, run, show_nothing, tap_results
from common.processes import Patience
from common.program import EXIT_FAILED, EXIT_OK, EXIT_USAGE, BadInput, guarded

PROGRAM = "sim"
OUT = "build/sim"

# The first fixed seed, and the number of fixed and of fresh seeds for each configuration.
SEEDS_FIRST, SEEDS = 1, 25_000
SEEDS_DEEP = 1_000_000
SEED_MOST = 10**15
DEEP_PATIENCE = Patience(silence=1800, total=12 * 3600, ending=20, processor=True)


@dataclass(frozen=True)
class Exploration:
    """A configuration, the operations of each task (or "stacks"), and machines (empty: all)."""

    config: str
    how: str
    machines: tuple[str, ...] = ()

    @property
    def command(self) -> list[str]:
        """The command line."""
        return [f"{OUT}/explore.{self.config}", self.how, *self.machines]


# The longest first, so that both processors are busy to the end.
EXPLORATIONS = (
    Exploration("default", "2", ("two", "one")),
    Exploration("default", "1", ("private", "nested", "setmaps", "access")),
    Exploration("private", "1", ("one",)),
    Exploration("task", "1", ("two", "unplug")),
    Exploration("private", "1", ("unplug",)),
    Exploration("stats", "1", ("one",)),
    Exploration("guard", "1", ("two",)),
    Exploration("default", "2", ("first", "last")),
    Exploration("calls", "1", ("one",)),
    Exploration("default", "stacks", ("one",)),
    Exploration("stats", "stacks", ("one",)),
    Exploration("task", "2", ("reuse",)),
)
DEEP = (
    Exploration("default", "3", ("two", "one", "first", "last")),
    Exploration("default", "2", ("nested", "access", "setmaps")),
    Exploration("stats", "2", ("one", "two")),
    Exploration("guard", "2", ("one", "two")),
    Exploration("calls", "2", ("one", "two")),
    Exploration("private", "1", ("private", "two", "first", "last", "access", "nested")),
    Exploration("task", "stacks", ("reuse",)),
    Exploration("task", "1", ("first", "last", "access", "nested")),
    Exploration("task", "3", ("reuse",)),
    Exploration("task", "2", ("one",)),
)


def configs(main: str) -> list[str]:
    """The configurations of `explore` or `swarm`."""
    listed = run(make("list-sim-programs"), show=show_nothing)
    names = [path.removeprefix(f"{OUT}/").partition(".") for path in listed.lines]
    return [config for name, _dot, config in names if name == main]


def build() -> tap.Point:
    """Build all programs."""
    done = run(make(f"-j{JOBS}", "sim-programs"), show=show_nothing)
    for line in done.lines[-20:] if done.status else ():
        print(f"# {line}")
    return tap.Point(done.status == 0, "the simulator builds", reason=done.how)


def say(line: str) -> None:
    """Show a program's lines about a failure, or its progress."""
    if line.startswith("#"):
        print(line, flush=True)


def first_seeds(fixed: bool) -> tuple[int, ...]:
    """Where each search begins."""
    if fixed:
        return (SEEDS_FIRST,)
    fresh = secrets.randbelow(SEED_MOST)
    print(f"# fresh seeds from {fresh} on", flush=True)
    return SEEDS_FIRST, fresh


def commands(fixed: bool, deep: bool) -> list[tuple[str, list[str]]]:
    """Names and command lines of everything to run."""
    seeds = SEEDS_DEEP if deep else SEEDS
    beginnings = first_seeds(fixed)
    chosen = [(f"explore {each.config}", each.command)
              for each in (*EXPLORATIONS, *(DEEP if deep else ()))]
    for config in configs("swarm"):
        for first in beginnings:
            chosen.append((f"swarm {config}",
                           [f"{OUT}/swarm.{config}", str(first), str(seeds)]))
    return chosen


def run_all(fixed: bool, deep: bool) -> Iterator[tap.Point]:
    """Build, then run everything, two at a time."""
    built = build()
    yield built
    if not built.ok:
        return
    patience = DEEP_PATIENCE if deep else PATIENCE
    for points in in_turn(lambda each: list(tap_results(*each, say, patience)), commands(fixed, deep)):
        yield from points


def print_points(points: Iterator[tap.Point]) -> int:
    """Print TAP; returns the exit status."""
    number, failed = 0, 0
    for number, point in enumerate(points, 1):
        failed += not point.ok
        print(f"{'ok' if point.ok else 'not ok'} {number} - {point.name}", flush=True)
    print(f"1..{number}", flush=True)
    return EXIT_FAILED if failed or not number else EXIT_OK


def replay(main: str, text: str) -> int:
    """Show one schedule, or one seed; returns the exit status."""
    config, colon, rest = text.partition(":")
    known = configs(main)
    if config not in known or not colon:
        raise BadInput(f"{text}: give one of {', '.join(known)}, a colon, and what was printed")
    built = build()
    if not built.ok:
        return EXIT_FAILED
    status = run([f"{OUT}/{main}.{config}", rest], show=print).status
    return status if status in (EXIT_OK, EXIT_USAGE) else EXIT_FAILED


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--schedule", metavar="CONFIG:MACHINE:OPERATIONS:WAYS")
    chosen.add_argument("--seed", metavar="CONFIG:SEED")
    chosen.add_argument("--fixed", action="store_true", help="without fresh seeds")
    chosen.add_argument("--deep", action="store_true", help="many more states and seeds")
    parsed = parser.parse_args(arguments)
    if parsed.schedule:
        return replay("explore", parsed.schedule)
    if parsed.seed:
        return replay("swarm", parsed.seed)
    return print_points(run_all(parsed.fixed, parsed.deep))


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
