# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Ways to break the core, what became of them, and how that is printed."""

from dataclasses import dataclass

import mutate_sim


@dataclass(frozen=True)
class Mutation:
    """A way to break the core.

    Of `tests` one must notice, of `sim` one, too: the likeliest first.
    """

    name: str
    invariant: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    sim: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What became of a mutation.

    The test that killed it, the simulator's check that did, or why it is not killed.
    """

    killer: str = ""
    problem: str = ""
    check: str = ""

    @property
    def text(self) -> str:
        """In words; details follow in further lines."""
        killers = (self.killer, self.check and f"the simulator: {self.check}")
        return self.problem or f"killed by {' and by '.join(filter(None, killers))}"


class Printer:
    """TAP, a line for each result."""

    def __init__(self, planned: int) -> None:
        self.number = 0
        self.broken = 0
        print(f"1..{planned}", flush=True)

    def point(self, ok: bool, name: str, details: str = "") -> None:
        """Print a result."""
        self.number += 1
        self.broken += not ok
        print(f"{'ok' if ok else 'not ok'} {self.number} - {name}")
        print("".join(f"# {line}\n" for line in details.splitlines()), end="", flush=True)

    def verdict(self, mutation: Mutation, verdict: Verdict) -> None:
        """Print what became of a mutation."""
        result, _, details = verdict.text.partition("\n")
        self.point(not verdict.problem, f"{mutation.name}: {result}", details)


def print_table(mutations: list[Mutation], verdicts: list[Verdict]) -> None:
    """Which test killed what."""
    killers = sorted({verdict.killer for verdict in verdicts if verdict.killer})
    for killer in killers:
        print(f"# {killer}")
        for number, (mutation, verdict) in enumerate(zip(mutations, verdicts), 2):
            if verdict.killer == killer:
                print(f"#   {number:3} {mutation.name} ({mutation.invariant})")
    killed = sum(bool(verdict.killer) for verdict in verdicts)
    tried = sum(bool(mutation.tests) for mutation in mutations)
    print(f"# {killed} of {tried} killed, by {len(killers)} tests", flush=True)


def print_checks(mutations: list[Mutation], verdicts: list[Verdict]) -> None:
    """Which check of the simulator killed what, and which test did."""
    kinds = sorted({mutate_sim.kind(verdict.check) for verdict in verdicts if verdict.check})
    for kind in kinds:
        print(f"# the simulator: {kind}")
        for number, (mutation, verdict) in enumerate(zip(mutations, verdicts), 2):
            if verdict.check and mutate_sim.kind(verdict.check) == kind:
                print(f"#   {number:3} {mutation.name} | {verdict.killer or 'no unit test'}")
    killed = sum(bool(verdict.check) for verdict in verdicts)
    tried = sum(bool(mutation.sim) for mutation in mutations)
    print(f"# {killed} of {tried} killed, by {len(kinds)} checks of the simulator", flush=True)
