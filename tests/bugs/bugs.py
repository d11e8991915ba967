#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Run the tests that docs/bugs.md names for each bug: `make check-bugs`. Prints TAP.

One TAP result for each bug, followed by the tests that ran. It fails if one of them
does not exist, does not run, or does not pass. With arguments such as B3 B21, only
these bugs.
Exit status: 0 all passed, 1 a test failed, 2 usage error, 128 + N ended by signal N.
"""

import argparse
import sys
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import targets
from common.program import EXIT_FAILED, EXIT_OK, BadInput, guarded

import bugs_run
from bugs_table import Bug, Problem, parse

PROGRAM = "bugs"
PAGE = targets.REPOSITORY / "docs/bugs.md"


def choose(bugs: list[Bug], names: list[str]) -> list[Bug]:
    """The bugs with these names; all bugs if there are none."""
    unknown = set(names) - {bug.name for bug in bugs}
    if unknown:
        raise BadInput(f"docs/bugs.md has no {', '.join(sorted(unknown))}; it has "
                       f"{', '.join(bug.name for bug in bugs)}")
    return [bug for bug in bugs if not names or bug.name in names]


def print_bug(number: int, bug: Bug, outcomes: bugs_run.Outcomes) -> bool:
    """Print the result of a bug, and of each of its tests."""
    problems = {test: outcomes.get(test, "did not run") for test in bug.tests}
    ok = bool(problems) and not any(problems.values())
    print(f"{'ok' if ok else 'not ok'} {number} - {bug.name} {bug.title}: "
          f"{sum(not problem for problem in problems.values())} of {len(problems)} tests passed")
    for test, problem in problems.items():
        print(f"#   {test}: {problem or 'ok'}")
    return ok


def check(bugs: list[Bug], mutations: bool) -> int:
    """Run all tests of these bugs; returns the exit status."""
    print(f"1..{len(bugs)}", flush=True)
    outcomes = bugs_run.run_all({test for bug in bugs for test in bug.tests}, mutations)
    right = [print_bug(number, bug, outcomes) for number, bug in enumerate(bugs, 1)]
    print(f"# {len(outcomes)} tests for {len(bugs)} bugs", flush=True)
    return EXIT_OK if all(right) else EXIT_FAILED


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bugs", nargs="*", help="for example B3; default: all")
    parser.add_argument("--mutations-elsewhere", action="store_true",
                        help="only check that the mutations exist; make check runs them anyway")
    parsed = parser.parse_args(arguments)
    try:
        bugs = parse(PAGE.read_text(encoding="utf-8"))
    except Problem as problem:
        print(f"1..1\nnot ok 1 - docs/bugs.md: {problem}", flush=True)
        return EXIT_FAILED
    return check(choose(bugs, parsed.bugs), not parsed.mutations_elsewhere)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
