# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""A run of the kernel, from its first line to its last, and the verdict."""

import sys
from collections.abc import Callable
from contextlib import closing

from common.program import complain
from guest import console, machine
from guest.machine import Machine, Outcome

Handler = Callable[[console.Record | console.Tap | console.Log], None]


def ignore(_item: object) -> None:
    """A handler that does nothing."""


def follow(run: Machine, handle: Handler = ignore) -> Outcome:
    """Run a machine and pass every item of its console to `handle`; raises BadInput.

    The run succeeds only if both the machine's exit status and the kernel's @end record
    say so.
    """
    outcome = Outcome()
    end: console.Record | None = None
    with closing(machine.run(run, outcome)) as lines:
        for line in lines:
            item = console.parse(line)
            if isinstance(item, console.Record) and item.kind == "end":
                end = item
            elif item:
                handle(item)
    _judge(outcome, end)
    return outcome


def _judge(outcome: Outcome, end: console.Record | None) -> None:
    """Take the kernel's @end record into account."""
    if outcome.status == machine.HUNG:
        return
    if end is None:
        outcome.status = machine.FAILED
        outcome.why = outcome.why or "the kernel did not say how it ended"
    elif end.text("status") != "ok":
        outcome.status = machine.FAILED
        outcome.why = f"the kernel says: {end.text('why', 'it gave no reason')}"
        outcome.explained = True


def complain_of(program: str, outcome: Outcome) -> None:
    """Print why a run failed, after the console's last lines unless the kernel said why."""
    if outcome.tail and not outcome.explained:
        complain(program, "the console's last lines:")
        print(outcome.tail_text(), file=sys.stderr)
    complain(program, outcome.why)
