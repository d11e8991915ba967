# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the tools have in common as programs: exit status, complaints, a clean end."""

import sys
from collections.abc import Callable

from common.processes import Interrupted, interrupt_on_signals

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_MISSING = 0, 1, 2, 3


class BadInput(Exception):
    """The user asked for what cannot be: one line that says what to do."""


class Missing(Exception):
    """The system lacks something: one line that says what."""


def complain(name: str, text: str) -> None:
    """One line for the user on the error stream."""
    sys.stdout.flush()
    print(f"{name}: {text}", file=sys.stderr, flush=True)


def guarded(name: str, function: Callable[[], int]) -> int:
    """Run a program; turn what goes wrong into a line and an exit status."""
    interrupt_on_signals()
    try:
        return function()
    except BadInput as error:
        complain(name, str(error))
        return EXIT_USAGE
    except Missing as error:
        complain(name, str(error))
        return EXIT_MISSING
    except OSError as error:
        complain(name, f"{error.strerror}: {error.filename}" if error.filename else str(error))
        return EXIT_FAILED
    except Interrupted as interruption:
        complain(name, "interrupted; everything it started was stopped")
        return interruption.exit_status
