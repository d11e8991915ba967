#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Verify the models of the protocol, tests/spin/*.pml, with SPIN; then their mutations.

SPIN explores all states of a model: no assertion may fail, no process may be stuck, and
no line of the model may be unreached. kmap.pml has two kinds of windows, task.pml the third.
Then each entry of tests/spin/mutations.toml is applied to a copy, for which SPIN must find a counterexample, the shortest one, to the
assertion that the entry names. Prints TAP, then a table. docs/proof.md explains the model
and how to read a trail.
Exit status: 0 all passed, 1 something failed, 2 usage error, 3 a tool is missing.
"""

import argparse
import re
import shutil
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import lists, targets
from common.commands import in_turn
from common.program import EXIT_FAILED, EXIT_OK, BadInput, Missing, guarded

import spin_model
import spin_trail
from spin_model import Refused, Search, Variant

PROGRAM = "spin"
FOLDER = targets.REPOSITORY / "tests/spin"
BUILD = targets.REPOSITORY / "build/spin"

KMAP = Variant("kmap", "kmap.pml", "the model has no error")
EVERY_ORDER = replace(KMAP, defines=("-DEVERY_ORDER", "-DHELD_MAX=1"), memory=65536)
# Windows at one address on all CPUs; a task holds one slot, so the lines of pairs are unreached.
PRIVATE = Variant("kmap-private", "kmap.pml", "with private windows it has none",
                  ("-DPRIVATE", "-DHELD_MAX=1"))
TASK = Variant("task", "task.pml", "with windows of the tasks there is none")
VARIANTS = {"cpu": KMAP, "private": PRIVATE, "task": TASK}
PROGRESS_STATES = 5_000_000


@dataclass(frozen=True)
class Mutation:
    """A mutation of the model, and the assertion that it violates."""

    name: str
    assertion: str
    old: str
    new: str
    window: str = "cpu"

    @property
    def variant(self) -> Variant:
        """The model that it breaks."""
        return VARIANTS[self.window]

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


def model_text(variant: Variant) -> str:
    """The unchanged model."""
    return (FOLDER / variant.source).read_text(encoding="utf-8")


def trail(folder: Path, variant: Variant) -> str:
    """The counterexample in a folder, and the command that shows all of it."""
    command = ("spin", *variant.defines, "-t", "-p")
    output = spin_model.execute(folder, (*command, variant.source))
    source = (folder / variant.source).read_text(encoding="utf-8")
    again = " ".join((*command, "-l", variant.source))
    steps = "\n".join(spin_trail.readable(output, source))
    return f"{steps}\nto see it with all variables: cd {folder} && {again}"


def show_progress(line: str) -> None:
    """Print the verifier's progress now and then."""
    match = re.match(r"Depth=.*States= *([\d.e+]+)", line)
    if match and float(match[1]) % PROGRESS_STATES == 0:
        print(f"# {float(match[1]):,.0f} states so far", flush=True)


def problem_of(search: Search, variant: Variant) -> str:
    """Why a search does not prove the model correct; empty if it does."""
    if search.error:
        return search.error
    if search.incomplete:
        return f"not complete: {search.incomplete}"
    if search.unreached and variant != PRIVATE:
        return f"lines that nothing reaches: {', '.join(map(str, search.unreached))}"
    return ""


def verify_model(variant: Variant) -> Verdict:
    """The unchanged model, or a variant: a complete search must find no error."""
    folder, text = BUILD / variant.folder, model_text(variant)
    try:
        search = spin_model.verify(folder, variant, text, spin_model.COMPLETE, show_progress)
        if search.error:
            # Search again for the shortest counterexample.
            search = spin_model.verify(folder, variant, text, spin_model.SHORTEST)
            broken = spin_model.broken_assertion(folder, variant) or search.error
            return Verdict(f"not so: {broken}", trail(folder, variant))
    except Refused as refused:
        return Verdict(*str(refused).partition("\n")[::2])
    return Verdict(problem_of(search, variant), str(search))


def verify_mutation(mutation: Mutation) -> Verdict:
    """A mutated model: SPIN must find that the named assertion is violated."""
    variant, folder = mutation.variant, mutation.folder
    text = model_text(variant)
    found = text.count(mutation.old)
    if found != 1:
        return Verdict(f"stale: its text occurs {found} times in {variant.source}")
    try:
        search = spin_model.verify(folder, variant, text.replace(mutation.old, mutation.new),
                                   spin_model.SHORTEST)
        if not search.error:
            return Verdict("survives", str(search))
        assertion = spin_model.broken_assertion(folder, variant) or search.error
        if assertion != mutation.assertion:
            return Verdict(f"breaks '{assertion}' instead of '{mutation.assertion}'",
                           trail(folder, variant), assertion)
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


def can_fail(mutations: list[Mutation], verdicts: list[Verdict]) -> Verdict:
    """Check that each assertion of a model is violated by a mutation of that model."""
    broken = {(mutation.variant.source, verdict.assertion)
              for mutation, verdict in zip(mutations, verdicts)}
    idle = [f"{assertion} ({variant.source})" for variant in (KMAP, TASK)
            for assertion in spin_model.assertions(model_text(variant))
            if (variant.source, assertion) not in broken]
    return Verdict(f"no mutation breaks '{', '.join(idle)}'" if idle else "")


def check(mutations: list[Mutation], whole: bool, every_order: bool) -> int:
    """Verify the models, then the mutations; returns the exit status."""
    variants = (EVERY_ORDER if every_order else KMAP, PRIVATE, TASK) if whole else ()
    printer = Printer(len(variants) + whole + len(mutations))
    models = [partial(verify_model, each) for each in variants]
    models += [partial(verify_mutation, each) for each in mutations]
    found = in_turn(lambda verify: verify(), models)
    for variant in variants:
        printer.point(f"{variant.about} in any of its states", next(found))
    verdicts = list(found)
    for mutation, verdict in zip(mutations, verdicts):
        printer.point(mutation.name, verdict)
    if whole:
        printer.point("each assertion of a model can fail", can_fail(mutations, verdicts))
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
