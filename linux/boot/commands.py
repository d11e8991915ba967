# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Commands without which it makes no sense to go on."""

from pathlib import Path

from boot.report import Failed
from common.logs import Describe, failure_of, logged


def must(name: str, command: list[str], log: Path, describe: Describe, **options: object) -> None:
    """Run a command like logged(); raises Failed if it fails."""
    finished = logged(command, log, describe, **options)
    if finished.status != 0:
        raise Failed(name, failure_of(finished, log))
