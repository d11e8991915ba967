# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Writing into a tree: kmap goes in, or comes out, entirely.

The journal is written first, and everything new is prepared beside the old before anything is
replaced. Who is interrupted undoes it; who is killed leaves it to the next run, of apply or revert.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common.processes import Interrupted
from common.program import BadInput
from tree import disk, journal
from tree.journal import Journal
from tree.plan import Content, Plan, read_file
from tree.problems import HalfDone

# Where revert --force leaves what it would overwrite.
SAVED = ".kmap-edited"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """While this holds, no other run of ours changes the tree."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(f"another apply or revert is at work in {root}; wait for it") from None
        yield
    finally:
        os.close(handle)


def put_in(log: Journal, plan: Plan) -> None:
    """Apply a plan. Whatever stops it, the tree is as before."""
    try:
        log.save(journal.APPLYING)
        _write(log, plan)
        log.save(journal.APPLIED)
    except BaseException:
        undo(log)
        raise


def _write(log: Journal, plan: Plan) -> None:
    for folder in log.folders:
        disk.make_folder(log.root / folder)
    kept = {name: content for name, content in plan.after.items() if content}
    for name, content in kept.items():
        disk.stage(log.root / name, content)
    for name in kept:
        disk.settle(log.root / name)
    for name in plan.after.keys() - kept.keys():
        (log.root / name).unlink()


def take_out(log: Journal) -> list[str]:
    """Revert; returns folders of ours that stay because something else is in them."""
    try:
        log.save(journal.REVERTING)
        return undo(log)
    except Interrupted:
        undo(log)
        raise


def undo(log: Journal) -> list[str]:
    """Put everything back, from any state; returns folders that stay.

    Who interrupts it waits: what is half undone can only be undone.
    """
    try:
        try:
            return _undo(log)
        except Interrupted:
            _undo(log)
            raise
    except OSError as error:
        raise HalfDone(f"{error.strerror}: {error.filename}; {log.root} is half-done: when that is "
                       f"mended, linux/revert {log.root} puts it back") from error


def _undo(log: Journal) -> list[str]:
    """What has been put back is left alone."""
    for name, content in log.originals.items():
        # First what takes room.
        if content is None:
            disk.forget(log.root / name)
        else:
            disk.unstage(log.root / name)
    for name, content in log.originals.items():
        if content:
            _put_back(log.root / name, content)
    left = [name for name in reversed(log.folders) if not disk.remove_folder(log.root / name)]
    disk.forget(log.path)
    return left


def _put_back(path: Path, content: Content) -> None:
    """Restore a file. It is written anew, so that make sees that it has changed."""
    if path.exists() and path.read_bytes() == content.data:
        path.chmod(content.mode)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.stage(path, content)
    disk.settle(path)


def set_aside(log: Journal, names: list[str]) -> list[str]:
    """Save edited files under other names; returns these."""
    saved = []
    for name in names:
        content = read_file(log.root, name)
        if content:
            path = _free(log.root / f"{name}{SAVED}")
            disk.stage(path, content)
            disk.settle(path)
            saved.append(str(path.relative_to(log.root)))
    return saved


def _free(path: Path) -> Path:
    """A name that nothing has."""
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}.{number}")
    return found
