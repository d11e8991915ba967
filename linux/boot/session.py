# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""A kernel from its first line to its last."""

import signal
from collections.abc import Iterator
from pathlib import Path

from boot import kinds, machine
from boot.request import Request
from boot.results import Results
from common import tap
from common.logs import Notes, note
from common.processes import Child, Hung, Patience
from guest import console

PATIENCE = Patience(silence=300, total=3600, processor=True)
LOG = "console.log"
NO_KMAP = "KMAP=0: the tree is as it comes"
NOT_HERE = "not a test of this version"


def why_not(request: Request, test: str) -> str:
    """Why a test cannot run in this kernel; empty if it can."""
    versions = kinds.KERNEL_TESTS.get(test)
    if versions is None:
        return ""
    if not request.kmap:
        return NO_KMAP
    return "" if request.version in versions else NOT_HERE


def tests_to_run(request: Request) -> tuple[str, ...]:
    """Those that can run."""
    return tuple(test for test in request.tests if not why_not(request, test))


def _lines(request: Request, command: list[str], how: list[str]) -> Iterator[str]:
    """The lines of the console, which go to the log as well; then `how` says how it ended."""
    with (request.output / LOG).open("w", encoding="utf-8") as log, \
            Child(command, PATIENCE, signal.SIGKILL, cwd=request.output) as child:
        try:
            for line in map(console.clean, child.lines()):
                print(line, file=log, flush=True)
                yield line
            how.append(f"QEMU ended with status {child.wait()}")
        except Hung as reason:
            how.append(f"the machine hangs: {reason}; it was ended")


def boot(request: Request, image: Path, initramfs: Path) -> Iterator[tap.Point]:
    """Boot a kernel; yields the results of the tests in it."""
    tests = tests_to_run(request)
    results, notes, how = Results(tests), Notes(), []
    for test in request.tests:
        if test not in tests:
            yield tap.Point(True, test, skipped=True, reason=why_not(request, test))
    note(f"booting; the console goes to {request.output / LOG}")
    for line in _lines(request, machine.command(request, image, initramfs), how):
        found = results.feed(line)
        if isinstance(found, tap.Point):
            yield found
        elif found:
            note(found)
        else:
            notes.tell(f"the kernel says: {line}")
    yield from results.finish("; ".join(how))
