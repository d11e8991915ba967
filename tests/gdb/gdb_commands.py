#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Compare what the commands of tools/gdb say of a kernel with what the kernel says itself.

job=debugger holds mappings of all kinds and prints them; gdb stops it then, at debugger_stop(), and
gives each command. For each kind of window, and in debug mode. The kernel must end well
afterwards. With --mutations the commands are broken too, in each way of mutations.toml, which must
be noticed. Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error, 3 no gdb.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from checks import variants
from common import mutation, targets
from common.commands import make, run, show_nothing
from common.mutation import Mutation
from common.processes import Patience, ask_all_to_end
from common.program import guarded
from guest import debugger, runspec, session
from guest.console import Record
from guest.machine import OK, Machine, Outcome

from answers import CPUS, Facts, problems

PROGRAM = "gdb_commands"
HERE = Path(__file__).resolve().parent
INSIDE = HERE / "inside.py"
TOOLS = "tools/gdb"
JOB = "debugger"
# The environment tells inside.py what to do.
ORDERS = "KMAP_GDB_ORDERS"
COMMANDS = ["kmap tasks", *(f"kmap cpu {cpu}" for cpu in CPUS), "kmap persistent"]
# The commands as they are, among those that are broken.
RIGHT = ""
# The kernel stands while gdb works, and says nothing.
PATIENCE = Patience(silence=900, total=1800)
A_MOMENT = 1


@dataclass(frozen=True)
class Kernel:
    """A way to build the kernel, and a word for it."""

    name: str
    variant: variants.Variant


def kernels(target: targets.Target) -> list[Kernel]:
    """Those whose mappings are looked at: all kinds of window, and debug mode."""
    kinds = [Kernel(window, variants.Variant(False, False, "" if window == targets.CPU else window))
             for window in target.kinds]
    return [*kinds, Kernel("debug", variants.DEBUG)]


@dataclass
class Session:
    """A run of the kernel under gdb: how both ended, what was printed, and the answers."""

    facts: Facts
    outcome: Outcome
    answers: dict[str, dict[str, str]]


def _gdb(machine: Machine, outcome: Future, answers: Path) -> str:
    """Run gdb on a machine with a stub, until there are answers; what is wrong, or nothing."""
    debugger.wait_for_stub(machine.stub, outcome.done)
    finished = run(debugger.command(machine, "-batch", "-x", str(INSIDE)), show_nothing,
                   patience=PATIENCE)
    good = finished.status == 0 and answers.exists()
    return "" if good else f"gdb: {finished.how}\n{finished.text}"


def _with_stub(machine: Machine, facts: Facts, answers: Path) -> tuple[Outcome, str]:
    """The kernel in QEMU, and gdb beside it."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(session.follow, machine, handler(facts))
        try:
            problem = _gdb(machine, future, answers)
            if not problem:
                wait([future])
        finally:
            # Without gdb it stands for ever.
            while not future.done():
                ask_all_to_end()
                wait([future], A_MOMENT)
        return future.result(), problem


def handler(facts: Facts) -> session.Handler:
    """Keeps the records of the console."""
    return lambda item: facts.add(item) if isinstance(item, Record) else None


def hold_session(arch: str, kernel: Kernel, tools: dict[str, str], directory: Path) -> Session:
    """Run the kernel to debugger_stop(), ask each tool, and let it run to its end."""
    target = targets.TARGETS[arch]
    orders, answers = directory / "orders", directory / "answers"
    orders.write_text(json.dumps({"is_process": not target.qemu, "commands": COMMANDS,
                                  "tools": tools, "answers": str(answers)}), encoding="utf-8")
    os.environ[ORDERS] = str(orders)
    facts = Facts(kernel.variant.window or targets.CPU, kernel.variant.debug)
    cpus = len(CPUS)
    machine = Machine(arch=arch, options={"job": JOB, "cpus": str(cpus)}, cpus=cpus,
                      memory=target.limits.default_memory, image=kernel.variant.image(arch),
                      patience=PATIENCE)
    if target.qemu:
        outcome, problem = _with_stub(replace(machine, stub=directory / "stub"), facts,
                                      answers)
    else:
        words = debugger.command(machine, "-batch", "-return-child-result", "-x", str(INSIDE),
                                 "--args")
        outcome, problem = session.follow(replace(machine, under=tuple(words)), handler(facts)), ""
    if problem:
        print("".join(f"# {line}\n" for line in problem.splitlines()), end="", flush=True)
    found = json.loads(answers.read_text(encoding="utf-8")) if answers.exists() else {}
    return Session(facts, outcome, found)


def broken_tools(mutations: list[Mutation], directory: Path) -> dict[str, str]:
    """A copy of the commands for each mutation; raises ValueError for one that is stale."""
    tools = {}
    for number, each in enumerate(mutations):
        copy = directory / str(number)
        shutil.copytree(targets.REPOSITORY / TOOLS, copy / TOOLS,
                        ignore=shutil.ignore_patterns("__pycache__"))
        stale = mutation.apply(each, copy)
        if stale:
            raise ValueError(f"{each.name}: {stale}")
        tools[each.name] = str(copy / TOOLS)
    return tools


Result = tuple[bool, str, str]


def results_of(held: Session, kernel: Kernel) -> Iterator[Result]:
    """Whether the kernel ended well, and each command was right."""
    yield (held.outcome.status == OK, f"{kernel.name}: the kernel ends well after gdb",
           f"{held.outcome.why}\n{held.outcome.tail_text()}")
    answers = held.answers.get(RIGHT)
    if not answers:
        yield False, f"{kernel.name}: the commands answer", "gdb gave no answers"
        return
    for command, problem in problems(held.facts, answers).items():
        yield not problem, f"{kernel.name}: {command}", problem


def noticed(held: Session, mutations: list[Mutation]) -> Iterator[Result]:
    """Whether each broken tool was."""
    for each in mutations:
        answers = held.answers.get(each.name)
        wrong = [name for name, problem in problems(held.facts, answers).items() if problem] \
            if answers else []
        yield bool(wrong), f"mutation: {each.name}: {', '.join(wrong) or 'not noticed'}", ""


def results(arch: str, kernel: Kernel, mutations: list[Mutation],
            how: list[str]) -> Iterator[Result]:
    """All of one kernel."""
    built = run(make(*kernel.variant.goal, f"ARCH={arch}", *how), show_nothing)
    if built.status != 0:
        yield False, f"{kernel.name}: the kernel builds", built.text
        return
    chosen = [each for each in mutations if each.tests[0] == kernel.name]
    with tempfile.TemporaryDirectory(prefix="kmap-gdb-") as name:
        try:
            tools = {RIGHT: str(targets.REPOSITORY / TOOLS),
                     **broken_tools(chosen, Path(name))}
        except ValueError as error:
            yield False, str(error), ""
            return
        held = hold_session(arch, kernel, tools, Path(name))
    yield from results_of(held, kernel)
    yield from noticed(held, chosen)


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", default="i386", help=targets.known_names())
    parser.add_argument("--mutations", action="store_true", help="break the commands, too")
    parser.add_argument("--only", help="cpu, private, task or debug: one kernel instead of all")
    parser.add_argument("--make", action="append", default=[], metavar="NAME=VALUE",
                        help="for make, when it builds the kernels")
    parsed = parser.parse_args(arguments)
    target = runspec.find_target(parsed.arch)
    debugger.check()
    mutations = mutation.load(HERE / "mutations.toml") if parsed.mutations else []
    printer = mutation.Printer()
    for kernel in kernels(target):
        if parsed.only not in (None, kernel.name):
            continue
        for ok, name, reason in results(target.name, kernel, mutations, parsed.make):
            printer.point(ok, name, "" if ok else reason)
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
