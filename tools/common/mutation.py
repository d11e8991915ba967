# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Ways to break the core: their lists, how one is applied, what became of it."""

import argparse
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from common import lists, targets
from common.commands import in_turn, run, show_nothing
from common.processes import Patience
from common.program import EXIT_FAILED, EXIT_OK, BadInput

LISTS = targets.REPOSITORY / "tests/mutations"
BUILD_SECONDS = 300
# What takes too long gets so much to end by itself.
ENDING_SECONDS = 5


@dataclass(frozen=True)
class Mutation:
    """A way to break the core.

    Of `tests` one must notice, of `sim` one, too: the likeliest first. A list may leave out one
    of the two. A test is a program of unit tests, or "program: test", with * for any text where that is a script.
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


def load(path: Path) -> list[Mutation]:
    """The mutations of a list, in its order."""
    return [Mutation(**entry | {key: tuple(entry.get(key, ())) for key in ("tests", "sim")})
            for entry in lists.read(path)["mutation"]]


def load_all() -> list[Mutation]:
    """Those of the core, in the order of their files."""
    return [mutation for path in sorted(LISTS.glob("*.toml"), reverse=True)
            for mutation in load(path)]


def choose(mutations: list[Mutation], words: list[str]) -> list[Mutation]:
    """Those with one of the words in their names; all without words."""
    chosen = [each for each in mutations if not words or any(word in each.name for word in words)]
    if not chosen:
        raise BadInput(f"no mutation has any of these in its name: {' '.join(words)}")
    return chosen


def apply(mutation: Mutation, directory: Path) -> str:
    """Change the file; returns what is wrong with the mutation."""
    path = directory / mutation.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = text.count(mutation.old)
    if found != 1:
        return f"stale: its text occurs {found} times in {mutation.file}"
    # The file may have other names, in directories where it stays as it is.
    path.unlink()
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    return ""


def execute(directory: Path, command: Iterable[str], seconds: int) -> tuple[int, str]:
    """Run a command there: its exit status, -1 when it took too much time, and its output."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    patience = Patience(silence=seconds, total=seconds, ending=ENDING_SECONDS, processor=True)
    finished = run(list(command), show_nothing, patience=patience, cwd=directory, env=environment)
    return (-1, "") if finished.status is None else (finished.status, finished.text)


def words_of(program: str, about: str, arguments: list[str]) -> list[str]:
    """The command line of a program that tries mutations: words of their names."""
    parser = argparse.ArgumentParser(prog=program, description=about, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*",
                        help="only mutations with one of these in their name, and nothing else")
    return parser.parse_args(arguments).words


class Printer:
    """TAP, a line for each result; the plan comes first if it is known, else at the end."""

    def __init__(self, planned: int = 0) -> None:
        self.number = 0
        self.broken = 0
        self.planned = planned
        if planned:
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

    def conclude(self) -> int:
        """Print the plan if that is left to do; returns the exit status."""
        if not self.planned:
            print(f"1..{self.number}", flush=True)
        return EXIT_FAILED if self.broken or not self.number else EXIT_OK


def judge_all(mutations: list[Mutation], judge: Callable[[Mutation], Verdict],
              printer: Printer) -> list[Verdict]:
    """Try all, and print what becomes of each."""
    verdicts = []
    for mutation, verdict in zip(mutations, in_turn(judge, mutations)):
        verdicts.append(verdict)
        printer.verdict(mutation, verdict)
    return verdicts


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
