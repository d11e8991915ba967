#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What must compile and link and what must not. Run from any directory; prints TAP.

The cases are in the folder compiling/.
"""

import fnmatch
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from compiling import (arguments, configurations, families, linking, naming, ports)
from compiling.compiler import Case
from compiling.objects import Objects


def all_cases(sandbox: Path) -> Iterator[Case]:
    """All cases; they write files in a sandbox folder."""
    objects = Objects(sandbox / "objects")
    yield from arguments.cases()
    yield from configurations.cases()
    yield from ports.cases(sandbox)
    yield from families.cases(sandbox, objects)
    yield from naming.cases(objects)
    yield from linking.cases(sandbox, objects)


def only(cases: list[Case]) -> list[Case]:
    """The cases named in UNIT_ONLY, one in a line, with * for any text; all if it is not set."""
    if "UNIT_ONLY" not in os.environ:
        return cases
    names = os.environ["UNIT_ONLY"].splitlines()
    return [case for case in cases if any(fnmatch.fnmatchcase(case.name, name) for name in names)]


def problem_of(case: Case) -> str:
    """Run a case; returns what is wrong."""
    try:
        return "" if case.skipped else case.check()
    except OSError as error:
        return str(error)


def show(number: int, case: Case, problem: str) -> None:
    """Print a result."""
    note = f" # SKIP {case.skipped}" if case.skipped else ""
    print(f"{'not ok' if problem else 'ok'} {number} - {case.name}{note}", flush=True)
    print("".join(f"# {line}\n" for line in problem.splitlines()), end="")


def run(cases: list[Case]) -> int:
    """Run cases in parallel; returns the exit status."""
    failed = 0
    print(f"1..{len(cases)}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (case, problem) in enumerate(zip(cases, pool.map(problem_of, cases)), 1):
            failed += bool(problem)
            show(number, case, problem)
    return 1 if failed else 0


def main() -> int:
    """Entry point; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="kmap-compile-") as name:
        return run(only(list(all_cases(Path(name)))))


if __name__ == "__main__":
    # On SIGTERM exit normally, as after Ctrl-C, so that temporary directories are removed.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    sys.exit(main())
