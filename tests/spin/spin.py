#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Verify the model of the protocol, tests/spin/kmap.pml, with SPIN; then its mutations.

SPIN explores all states of the model: no assertion may fail, no process may be stuck, and
no line of the model may be unreached. Then each entry of tests/spin/mutations.toml is
applied to a copy, for which SPIN must find a counterexample, the shortest one, to the
assertion that the entry names. Prints TAP, then a table. docs/proof.md explains the model
and how to read a trail.
Exit status: 0 all passed, 1 something failed, 2 usage error, 3 a tool is missing.
"""

import argparse
import re
import shutil
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import lists, targets
from common.commands import in_turn
from common.program import EXIT_FAILED, EXIT_OK, BadInput, Missing, guarded

import spin_model
import spin_trail
from spin_model import Refused, Search

PROGRAM = "spin"
FOLDER = targets.REPOSITORY / "tests/spin"
BUILD = targets.REPOSITORY / "build/spin"
EVERY_ORDER = ("-DEVERY_ORDER", "-DHELD_MAX=1")
# Windows at one address on all CPUs; a task holds one slot, so the lines of pairs are unreached.
PRIVATE = ("-DPRIVATE", "-DHELD_MAX=1")
EVERY_ORDER_MIB = 65536
PROGRESS_STATES = 5_000_000


@dataclass(frozen=True)
class Mutation:
    """A mutation of the model, and the assertion that it violates."""

    name: str
    assertion: str
    old: str
    new: str
    private: bool = False

    @property
    def defines(self) -> tuple[str, ...]:
        """The variant of the model that it breaks."""
        return PRIVATE if self.private else ()

    @property
    def folder(self) -> Path:
        """The folder of its copy of the model."""
        return BUILD / re.sub(r"\W+", "-", self.name)


@dataclass(frozen=True)
class Verdict:
    """The result for a model: the problem, if any, and lines of details."""

    problem: str
    details: str = ""
    assertion: str = ""


def load() -> list[Mutation]:
    """All mutations, in the order of the file."""
    return [Mutation(**entry) for entry in lists.read(FOLDER / "mutations.toml")["mutation"]]


def model_text() -> str:
    """The unchanged model."""
    return (FOLDER / spin_model.SOURCE).read_text(encoding="utf-8")


def trail(folder: Path, defines: tuple[str, ...] = ()) -> str:
    """The counterexample in a folder, and the command that shows all of it."""
    output = spin_model.execute(folder, ("spin", *defines, "-t", "-p", spin_model.SOURCE))
    source = (folder / spin_model.SOURCE).read_text(encoding="utf-8")
    again = " ".join(("spin", *defines, "-t", "-p", "-l", spin_model.SOURCE))
    steps = "\n".join(spin_trail.readable(output, source))
    return f"{steps}\nto see it with all variables: cd {folder} && {again}"


def show_progress(line: str) -> None:
    """Print the verifier's progress now and then."""
    match = re.match(r"Depth=.*States= *([\d.e+]+)", line)
    if match and float(match[1]) % PROGRESS_STATES == 0:
        print(f"# {float(match[1]):,.0f} states so far", flush=True)


def problem_of(search: Search, defines: tuple[str, ...]) -> str:
    """Why a search does not prove the model correct; empty if it does."""
    if search.error:
        return search.error
    if search.incomplete:
        return f"not complete: {search.incomplete}"
    if search.unreached and defines != PRIVATE:
        return f"lines that nothing reaches: {', '.join(map(str, search.unreached))}"
    return ""


def verify_model(defines: tuple[str, ...]) -> Verdict:
    """The unchanged model, or a variant: a complete search must find no error."""
    folder = BUILD / ("kmap-private" if defines == PRIVATE else "kmap")
    memory = EVERY_ORDER_MIB if defines == EVERY_ORDER else spin_model.MEMORY_MIB
    try:
        search = spin_model.verify(folder, model_text(), spin_model.COMPLETE, defines, memory,
                                   show_progress)
        if search.error:
            # Search again for the shortest counterexample.
            search = spin_model.verify(folder, model_text(), spin_model.SHORTEST, defines, memory)
            broken = spin_model.broken_assertion(folder, defines) or search.error
            return Verdict(f"not so: {broken}", trail(folder, defines))
    except Refused as refused:
        return Verdict(*str(refused).partition("\n")[::2])
    return Verdict(problem_of(search, defines), str(search))


def verify_mutation(mutation: Mutation) -> Verdict:
    """A mutated model: SPIN must find that the named assertion is violated."""
    text = model_text()
    found = text.count(mutation.old)
    if found != 1:
        return Verdict(f"stale: its text occurs {found} times in {spin_model.SOURCE}")
    try:
        search = spin_model.verify(mutation.folder, text.replace(mutation.old, mutation.new),
                                   spin_model.SHORTEST, mutation.defines)
        if not search.error:
            return Verdict("survives", str(search))
        assertion = (spin_model.broken_assertion(mutation.folder, mutation.defines)
                     or search.error)
        if assertion != mutation.assertion:
            return Verdict(f"breaks '{assertion}' instead of '{mutation.assertion}'",
                           trail(mutation.folder, mutation.defines), assertion)
    except Refused as refused:
        return Verdict(*str(refused).partition("\n")[::2])
    return Verdict("", f"a counterexample of {search.depth} steps", assertion)


class Printer:
    """TAP, a line for each result."""

    def __init__(self, planned: int) -> None:
        self.number = 0
        self.broken = 0
        print(f"1..{planned}", flush=True)

    def point(self, name: str, verdict: Verdict) -> None:
        """Print a result; it passed if it has no problem."""
        self.number += 1
        self.broken += bool(verdict.problem)
        what = verdict.problem or verdict.assertion and f"breaks '{verdict.assertion}'"
        print(f"{'not ok' if verdict.problem else 'ok'} {self.number} - {name}"
              + (f": {what}" if what else ""))
        print("".join(f"# {line}\n" for line in verdict.details.splitlines()), end="", flush=True)


def print_table(mutations: list[Mutation], verdicts: list[Verdict]) -> None:
    """Print which assertion each mutation violates."""
    for assertion in dict.fromkeys(sorted(verdict.assertion for verdict in verdicts)):
        print(f"# {assertion or '(none)'}")
        for mutation, verdict in zip(mutations, verdicts):
            if verdict.assertion == assertion:
                print(f"#     {mutation.name}")
    found = sum(bool(verdict.assertion) for verdict in verdicts)
    print(f"# {found} of {len(mutations)} mutations have a counterexample", flush=True)


def can_fail(verdicts: list[Verdict]) -> Verdict:
    """Check that each assertion of the model is violated by a mutation."""
    broken = {verdict.assertion for verdict in verdicts}
    idle = [each for each in spin_model.assertions(model_text()) if each not in broken]
    return Verdict(f"no mutation breaks '{', '.join(idle)}'" if idle else "")


def check(mutations: list[Mutation], whole: bool, every_order: bool) -> int:
    """Verify the model, then the mutations; returns the exit status."""
    variants = (EVERY_ORDER if every_order else (), PRIVATE) if whole else ()
    printer = Printer(len(variants) + whole + len(mutations))
    models = [partial(verify_model, each) for each in variants]
    models += [partial(verify_mutation, each) for each in mutations]
    found = in_turn(lambda verify: verify(), models)
    for variant in variants:
        name = "with private windows it has none" if variant == PRIVATE else "the model has no error"
        printer.point(f"{name} in any of its states", next(found))
    verdicts = list(found)
    for mutation, verdict in zip(mutations, verdicts):
        printer.point(mutation.name, verdict)
    if whole:
        printer.point("each assertion of the model can fail", can_fail(verdicts))
    print_table(mutations, verdicts)
    return EXIT_FAILED if printer.broken else EXIT_OK


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only mutations with one of these in their name")
    parser.add_argument("--every-order", action="store_true",
                        help="also explore equivalent orders of steps; tasks hold only one slot, "
                             "and it takes much time and memory")
    options = parser.parse_args(arguments)
    missing = [each for each in ("spin", "clang") if not shutil.which(each)]
    if missing:
        raise Missing(f"missing: {', '.join(missing)}; install with: apt-get install "
                      + " ".join(missing))
    mutations = [each for each in load()
                 if not options.words or any(word in each.name for word in options.words)]
    if not mutations:
        raise BadInput(f"no mutation has any of these in its name: {' '.join(options.words)}")
    return check(mutations, not options.words, options.every_order)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
