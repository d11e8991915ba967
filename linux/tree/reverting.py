# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The program linux/revert."""

import argparse
from pathlib import Path

from common.program import EXIT_OK, BadInput
from tree import cli, journal, versions, work
from tree.problems import some

PROGRAM = "revert"


def _revert(parsed: argparse.Namespace) -> int:
    root, saved = parsed.tree, []
    log = journal.load(root)
    if log and parsed.force:
        saved = work.set_aside(log, log.edited())
    elif log and log.is_done:
        cli.refuse_edits(log, f"{root} has kmap")
    if log and not log.is_done and not parsed.force or not log:
        return _left_over(root)
    with cli.if_stopped(f"kmap was taken out first: {root} is as it was before it",
                        by_error=f"kmap is still in {root}"):
        left = work.take_out(log)
    print(f"kmap is out of {root}")
    if saved:
        print(f"what had been edited is in {some(saved)}")
    if left:
        print(f"not removed, for something else is in them: {some(left)}")
    return EXIT_OK


def _left_over(root: Path) -> int:
    """There is no kmap, or half of it, which goes."""
    half_done = (root / journal.NAME).exists()
    cli.clean(PROGRAM, root)
    if not half_done:
        raise BadInput(f"{root} has no {journal.NAME}, so apply has not put kmap into it; "
                       "nothing was changed")
    return EXIT_OK


def main(arguments: list[str], about: str) -> int:
    """The program."""
    parser = cli.Parser(PROGRAM, about)
    parser.add_argument("--force", action="store_true",
                        help=f"files edited since apply are saved as NAME{work.SAVED}")
    parsed = parser.parse(arguments)
    versions.of_tree(parsed.tree)
    with work.alone(parsed.tree):
        return _revert(parsed)
