# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run tests by name, all tests of one program together; for bugs.py."""

import os
from collections.abc import Callable
from functools import partial

from checks.variants import Variant
from common import tap, targets
from common.commands import JOBS, Finished, driver, in_turn, make, run, show_nothing, tool
from common.mutation import Mutation, load, load_all

from bugs_table import Test

# The outcome of each test: empty if it passed, else what is wrong.
Outcomes = dict[Test, str]

KERNEL_CPUS = 2
KERNEL_MUTATIONS = targets.REPOSITORY / "tests/selftest/mutations.toml"
# Kernels, by folder in build/.
KERNELS = {"um": Variant(False, False), "um-debug": Variant(True, False),
           "um-force": Variant(False, True)}


def say(text: str) -> None:
    """Print a TAP comment."""
    print(f"# {text}", flush=True)


def points_of(finished: Finished) -> dict[str, tap.Point]:
    """The results that a program printed, by name; cmocka appends its message to the name."""
    points = [point for point in map(tap.parse_point, finished.lines) if point]
    return {point.name.split(" Could not run")[0]: point for point in points}


def problem_of(point: tap.Point | None, finished: Finished) -> str:
    """Why a test did not pass; empty if it did."""
    if point is None:
        return f"there is no such test, or it did not end ({finished.how})"
    if point.skipped:
        return f"skipped: {point.reason}"
    return "" if point.ok else "FAILED"


def judge(tests: list[Test], finished: Finished) -> Outcomes:
    """Find the result of each test in a program's output."""
    points = points_of(finished)
    outcomes = {test: problem_of(points.get(test.name), finished) for test in tests}
    for problem in sorted(set(filter(None, outcomes.values()))):
        say(f"{' '.join(map(str, finished.command[:4]))}: {problem}")
    return outcomes


def all_fail(tests: list[Test], finished: Finished, why: str) -> Outcomes:
    """None of the tests could run; print the end of the output."""
    for line in finished.lines[-20:]:
        say(line)
    return {test: why for test in tests}


# Unit tests: "program: test" in a configuration is build/unit/<program>.<configuration>.


def _unit_program(test: Test) -> str:
    """The program of a unit test; configuration "-" is a script."""
    program = test.name.partition(": ")[0]
    return f"build/unit/{program}" + ("" if test.where == "-" else f".{test.where}")


def _run_program(program: str, tests: list[Test]) -> Outcomes:
    """Run these tests of a program. A name with a * stands for all tests that match."""
    names = {test: test.name.partition(": ")[2] for test in tests}
    environment = os.environ | {"UNIT_ONLY": "\n".join(names.values())}
    finished = run([str(targets.REPOSITORY / program)], show_nothing, env=environment)
    points = points_of(finished)
    outcomes = {}
    for test, name in names.items():
        fitting = [point for point in points.values()
                   if point.name == name or ("*" in name and name_fits(point.name, name))]
        problems = [problem_of(point, finished) for point in fitting or [None]]
        outcomes[test] = next(filter(None, problems), "")
        if outcomes[test]:
            all_fail([test], finished, outcomes[test])
    return outcomes


def name_fits(name: str, pattern: str) -> bool:
    """Whether a name matches a pattern with one *."""
    head, _, tail = pattern.partition("*")
    return len(name) >= len(head) + len(tail) and name.startswith(head) and name.endswith(tail)


def _drop_unbuilt(programs: dict[str, list[Test]]) -> Outcomes:
    """Drop the programs that do not build: an old binary may exist."""
    outcomes: Outcomes = {}
    for program, tests in list(programs.items()):
        built = run(make(program), show_nothing)
        if built.status != 0:
            outcomes |= all_fail(tests, built, f"{program} does not build")
            del programs[program]
    return outcomes


def run_units(tests: list[Test]) -> Outcomes:
    """Build the programs of these tests and run them."""
    programs: dict[str, list[Test]] = {}
    for test in tests:
        programs.setdefault(_unit_program(test), []).append(test)
    say(f"building {len(programs)} programs of unit tests")
    built = run(make("-k", f"-j{JOBS}", *programs), show_nothing)
    outcomes = _drop_unbuilt(programs) if built.status != 0 else {}
    say(f"running {len(tests) - len(outcomes)} unit tests")
    for some in in_turn(lambda program: _run_program(*program), programs.items()):
        outcomes |= some
    return outcomes


# Self-tests of the kernel, as a process.


def run_kernels(tests: list[Test]) -> Outcomes:
    """Build the kernels of these tests, and run the tests in each."""
    outcomes: Outcomes = {}
    for where in dict.fromkeys(test.where for test in tests):
        there = [test for test in tests if test.where == where]
        if where not in KERNELS:
            outcomes |= {test: f"there is no kernel {where}" for test in there}
            continue
        variant = KERNELS[where]
        say(f"{len(there)} self-tests in the kernel {where}")
        built = run(make(*variant.goal, f"-j{JOBS}", "ARCH=um"), show_nothing)
        if built.status != 0:
            outcomes |= all_fail(there, built, "the kernel does not build")
            continue
        names = [option for test in there for option in ("--only", test.name)]
        outcomes |= judge(there, run(driver("selftest/selftest.py", "--arch", "um", "--cpus",
                                            KERNEL_CPUS, "--image", variant.image("um"), *names),
                                     show_nothing))
    return outcomes


def run_lint(tests: list[Test]) -> Outcomes:
    """Run these rules of lint."""
    say(f"{len(tests)} rules of lint")
    return judge(tests, run(tool("lint.py", *(test.name for test in tests)), show_nothing))


def run_tools(tests: list[Test]) -> Outcomes:
    """Run these tests of the tools."""
    say(f"{len(tests)} tests of the tools")
    finished = run(driver("tools/main.py", *(test.name for test in tests)), show_nothing)
    ids = {name.partition(": ")[0]: point for name, point in points_of(finished).items()}
    return {test: problem_of(ids.get(test.name), finished) for test in tests}


def run_ports(tests: list[Test]) -> Outcomes:
    """Run the self-tests for any port on these broken ports."""
    say(f"{len(tests)} broken ports")
    defects = dict.fromkeys(test.name for test in tests)
    finished = run(driver("portable/portable.py", *defects), show_nothing)
    points = points_of(finished).values()
    outcomes = {}
    for test in tests:
        named = f"build/portable/port.{test.where}: {test.name}: "
        found = next((point for point in points if point.name.startswith(named)), None)
        outcomes[test] = problem_of(found, finished)
    return outcomes


def list_mutations(mutations: list[Mutation], tests: list[Test]) -> Outcomes:
    """Only check that the mutations exist: make check runs them elsewhere."""
    listed = {mutation.name for mutation in mutations}
    return {test: "" if test.name in listed else "there is no such mutation" for test in tests}


def run_mutations(program: str, tests: list[Test]) -> Outcomes:
    """Run these mutations."""
    say(f"{len(tests)} mutations for {program}")
    finished = run(driver(program, *(test.name for test in tests)), say)
    points = points_of(finished).values()
    outcomes = {}
    for test in tests:
        fitting = [point for point in points if point.name.startswith(f"{test.name}: ")]
        outcomes[test] = problem_of(fitting[0] if fitting else None, finished)
        if outcomes[test] and fitting:
            outcomes[test] = fitting[0].name.removeprefix(f"{test.name}: ")
    return outcomes


RUNNERS: dict[str, Callable[[list[Test]], Outcomes]] = {
    "unit": run_units, "kernel": run_kernels, "lint": run_lint, "tools": run_tools,
    "port": run_ports,
    "mutation": partial(run_mutations, "mutations/mutate.py"),
    "kernel-mutation": partial(run_mutations, "selftest/selftest_mutants.py"),
}


def lists_only() -> dict[str, Callable[[list[Test]], Outcomes]]:
    """Runners that only check that mutations exist."""
    return {"mutation": partial(list_mutations, load_all()),
            "kernel-mutation": partial(list_mutations, load(KERNEL_MUTATIONS))}


def run_all(tests: set[Test], mutations: bool) -> Outcomes:
    """Run tests of all kinds, each of them once."""
    runners = RUNNERS if mutations else RUNNERS | lists_only()
    outcomes: Outcomes = {}
    for kind, runner in runners.items():
        chosen = sorted((test for test in tests if test.kind == kind), key=str)
        if chosen:
            outcomes |= runner(chosen)
    return outcomes
