# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the three programs have in common: arguments, complaints, and the states of a tree."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from common import targets
from common.processes import Interrupted
from common.program import EXIT_FAILED, EXIT_USAGE, BadInput, complain, guarded
from tree import disk, journal, work
from tree.journal import Journal
from tree.problems import HalfDone, Problems, Unfit, some
from tree.recipe import Kit

EXITS = ("Exit status: 0 done, 1 the system failed, 2 wrong input or a tree that does not fit, "
         "3 a tool is missing, 128 + N ended by signal N.")


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def __init__(self, program: str, about: str) -> None:
        super().__init__(prog=program, description=about, epilog=EXITS, allow_abbrev=False)
        self.add_argument("tree", metavar="TREE", help="the top folder of a Linux tree")
        self.add_argument("--kmap", metavar="FOLDER", type=Path, default=targets.REPOSITORY,
                          help="the kmap whose recipes and files are used; default: this one")

    def error(self, message: str) -> None:
        """Complain."""
        raise BadInput(f"{message}; see {self.prog} --help")

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """The arguments, with `tree` and `kit` for what they name."""
        parsed = self.parse_args(arguments)
        if not parsed.tree:
            raise BadInput("no tree is named; say TREE=path, the top folder of a Linux tree")
        parsed.tree = Path(parsed.tree)
        parsed.kit = Kit(parsed.kmap.resolve())
        return parsed


def run(program: str, main: Callable[[], int]) -> None:
    """Run a program to its exit."""
    sys.exit(guarded(program, lambda: _run(program, main)))


def _run(program: str, main: Callable[[], int]) -> int:
    try:
        return main()
    except Problems as problems:
        for line in problems.lines:
            complain(program, line)
    except Unfit as reason:
        complain(program, f"{reason}; nothing was changed")
    except HalfDone as reason:
        complain(program, str(reason))
        return EXIT_FAILED
    except Interrupted as interruption:
        said = interruption.args[1:] or ("nothing was changed",)
        complain(program, f"interrupted; {said[0]}")
        return interruption.exit_status
    return EXIT_USAGE


@contextmanager
def if_stopped(text: str, by_error: str = "") -> Iterator[None]:
    """What is said of the tree if Ctrl-C comes meanwhile, or an error of the system."""
    try:
        yield
    except Interrupted as interruption:
        interruption.args += (text,)
        raise
    except OSError as error:
        error.strerror = f"{by_error or text}, for: {error.strerror or error}"
        raise


def clean(program: str, root: Path) -> Journal | None:
    """The journal of a tree in which kmap is. What a killed run left is undone first."""
    log = journal.load(root)
    if log and not log.is_done:
        refuse_edits(log, f"{program} was to undo what a killed run left")
        with if_stopped(f"{root} was put back first, as an earlier run had been killed"):
            work.undo(log)
        complain(program, f"an earlier run had been killed; {root} is again as it was before that")
        return None
    if not log:
        with if_stopped("nothing was changed"):
            disk.unstage(root / journal.NAME)
    return log


def refuse_edits(log: Journal, what: str) -> None:
    """Raise BadInput if files have been edited since apply."""
    edited = log.edited()
    if edited:
        raise BadInput(
            f"{what}, but these were edited since: {some(edited)}; nothing was changed: take your "
            f"edits out, or linux/revert --force, which saves them as NAME{work.SAVED}")


def only_pristine(root: Path) -> None:
    """Raise BadInput for a tree that has kmap, or half of it."""
    log = journal.load(root)
    if log:
        state = "has kmap" if log.is_done else "is half-done, for a run was killed"
        raise BadInput(f"{root} {state}; linux/revert {root} first")
